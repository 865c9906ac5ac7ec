"""Qwen2 and Qwen3, causal or bidirectional, in double precision and plain Python: what the kit's families are compared with.

    python3 qwen_reference.py DIRECTORY TOKEN TOKEN ...

prints the raw logits of every position as JSON. It follows the modelling code of transformers (Qwen2, Qwen3) equation by equation, one position and
one head at a time, and shares nothing with the kit but the files. Weights have to be stored in F32.
"""
import json
import math
import os
import struct
import sys


def read_weights(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    weights = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", name
        begin, end = entry["data_offsets"]
        flat = struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])
        shape = entry["shape"]
        weights[name] = list(flat) if len(shape) == 1 else [list(flat[i * shape[1]:(i + 1) * shape[1]]) for i in range(shape[0])]
    return weights


def linear(x, weights, name):
    bias = weights.get(name + ".bias")
    rows = [math.fsum(a * b for a, b in zip(row, x)) for row in weights[name + ".weight"]]
    return rows if bias is None else [a + b for a, b in zip(rows, bias)]


def norm(x, weight, epsilon):
    scale = 1 / math.sqrt(math.fsum(a * a for a in x) / len(x) + epsilon)
    return [a * scale * b for a, b in zip(x, weight)]


def turn(head, position, theta):
    half = len(head) // 2
    turned = [0.0] * len(head)
    for i in range(half):
        angle = position * theta ** (-2 * i / len(head))
        left, right = head[i], head[half + i]
        turned[i] = left * math.cos(angle) - right * math.sin(angle)
        turned[half + i] = right * math.cos(angle) + left * math.sin(angle)
    return turned


def silu(a):
    return a / (1 + math.exp(-a))


def forward(config, weights, tokens):
    heads, key_heads, epsilon = config["num_attention_heads"], config["num_key_value_heads"], config["rms_norm_eps"]
    size = config.get("head_dim") or config["hidden_size"] // heads
    is_causal = config["model_type"] in ("qwen2", "qwen3")
    stream = [list(weights["model.embed_tokens.weight"][token]) for token in tokens]
    for block in range(config["num_hidden_layers"]):
        p = f"model.layers.{block}."
        queries, keys, values = [], [], []
        for position, x in enumerate(stream):
            normed = norm(x, weights[p + "input_layernorm.weight"], epsilon)
            split = lambda flat: [flat[i * size:(i + 1) * size] for i in range(len(flat) // size)]
            q = split(linear(normed, weights, p + "self_attn.q_proj"))
            k = split(linear(normed, weights, p + "self_attn.k_proj"))
            if p + "self_attn.q_norm.weight" in weights:
                q = [norm(head, weights[p + "self_attn.q_norm.weight"], epsilon) for head in q]
                k = [norm(head, weights[p + "self_attn.k_norm.weight"], epsilon) for head in k]
            queries.append([turn(head, position, config["rope_theta"]) for head in q])
            keys.append([turn(head, position, config["rope_theta"]) for head in k])
            values.append(split(linear(normed, weights, p + "self_attn.v_proj")))
        for position, x in enumerate(list(stream)):
            joined = []
            for head in range(heads):
                group = head // (heads // key_heads)
                seen = range(position + 1) if is_causal else range(len(tokens))
                scores = [math.fsum(a * b for a, b in zip(queries[position][head], keys[other][group])) / math.sqrt(size) for other in seen]
                top = max(scores)
                shares = [math.exp(score - top) for score in scores]
                whole = math.fsum(shares)
                joined += [math.fsum(share / whole * values[other][group][i] for share, other in zip(shares, seen)) for i in range(size)]
            attended = [a + b for a, b in zip(x, linear(joined, weights, p + "self_attn.o_proj"))]
            normed = norm(attended, weights[p + "post_attention_layernorm.weight"], epsilon)
            gate, up = linear(normed, weights, p + "mlp.gate_proj"), linear(normed, weights, p + "mlp.up_proj")
            fed = linear([silu(a) * b for a, b in zip(gate, up)], weights, p + "mlp.down_proj")
            stream[position] = [a + b for a, b in zip(attended, fed)]
    output = weights.get("lm_head.weight", weights["model.embed_tokens.weight"])
    last = [norm(x, weights["model.norm.weight"], epsilon) for x in stream]
    return [[math.fsum(a * b for a, b in zip(row, x)) for row in output] for x in last]


if __name__ == "__main__":
    folder = sys.argv[1]
    with open(os.path.join(folder, "config.json")) as file:
        stated = json.load(file)
    print(json.dumps(forward(stated, read_weights(os.path.join(folder, "model.safetensors")), [int(token) for token in sys.argv[2:]])))
