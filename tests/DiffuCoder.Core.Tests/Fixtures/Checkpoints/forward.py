"""Logits of a small qwen2 checkpoint in plain Python, float64: python3 forward.py CHECKPOINT ID... prints the last position's first six.

Rotary positions: default, linear and yarn as transformers computes them (modeling_rope_utils.py, version 5)."""
import json, math, struct, sys


def tensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    found = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", name
        begin, end = entry["data_offsets"]
        flat = struct.unpack(f"<{(end - begin) // 4}f", data[8 + length + begin:8 + length + end])
        shape = entry["shape"]
        found[name] = list(flat) if len(shape) == 1 else [list(flat[i * shape[1]:(i + 1) * shape[1]]) for i in range(shape[0])]
    return found


def frequencies(config, size):
    rope = dict(config.get("rope_parameters") or config.get("rope_scaling") or {})
    base = rope.get("rope_theta", config.get("rope_theta", 10000.0))
    plain = [base ** (-2 * i / size) for i in range(size // 2)]
    kind = rope.get("rope_type", rope.get("type", "default"))
    if kind == "default":
        return plain, 1.0
    factor = rope["factor"]
    if kind == "linear":
        return [f / factor for f in plain], 1.0
    assert kind == "yarn", kind
    original = rope.get("original_max_position_embeddings", config["max_position_embeddings"])
    attention = rope.get("attention_factor", 0.1 * math.log(factor) + 1.0)

    def correction(turns):
        return size * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(base))

    low, high = correction(rope.get("beta_fast", 32)), correction(rope.get("beta_slow", 1))
    if rope.get("truncate", True):
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, size - 1)
    if low == high:
        high += 0.001
    ramp = [min(max((i - low) / (high - low), 0), 1) for i in range(size // 2)]
    return [f / factor * r + f * (1 - r) for f, r in zip(plain, ramp)], attention


def norm(x, weight, epsilon):
    scale = 1 / math.sqrt(sum(v * v for v in x) / len(x) + epsilon)
    return [v * scale * w for v, w in zip(x, weight)]


def apply(x, w, name):
    bias = w.get(name + ".bias")
    y = [sum(a * b for a, b in zip(row, x)) for row in w[name + ".weight"]]
    return [a + b for a, b in zip(y, bias)] if bias else y


def turn(head, position, freq, attention):
    half = len(freq)
    out = [0.0] * len(head)
    for i, f in enumerate(freq):
        c, s = math.cos(position * f) * attention, math.sin(position * f) * attention
        out[i] = head[i] * c - head[i + half] * s
        out[i + half] = head[i + half] * c + head[i] * s
    return out


def logits(directory, ids):
    config = json.load(open(directory + "/config.json"))
    w = tensors(directory + "/model.safetensors")
    heads, shared = config["num_attention_heads"], config["num_key_value_heads"]
    size, epsilon = config["hidden_size"] // heads, config["rms_norm_eps"]
    freq, attention = frequencies(config, size)
    states = [list(w["model.embed_tokens.weight"][i]) for i in ids]
    for layer in range(config["num_hidden_layers"]):
        part = f"model.layers.{layer}."
        normed = [norm(x, w[part + "input_layernorm.weight"], epsilon) for x in states]

        def split(name, count, turned):
            rows = [apply(x, w, part + "self_attn." + name) for x in normed]
            return [[turn(r[h * size:(h + 1) * size], p, freq, attention) if turned else r[h * size:(h + 1) * size] for h in range(count)]
                    for p, r in enumerate(rows)]

        q, k, v = split("q_proj", heads, True), split("k_proj", shared, True), split("v_proj", shared, False)
        for p in range(len(ids)):
            mixed = []
            for h in range(heads):
                g = h // (heads // shared)
                scores = [sum(a * b for a, b in zip(q[p][h], k[j][g])) / math.sqrt(size) for j in range(p + 1)]
                top = max(scores)
                weights = [math.exp(s - top) for s in scores]
                total = sum(weights)
                mixed += [sum(weights[j] / total * v[j][g][i] for j in range(p + 1)) for i in range(size)]
            states[p] = [a + b for a, b in zip(states[p], apply(mixed, w, part + "self_attn.o_proj"))]
        for p, x in enumerate(states):
            n = norm(x, w[part + "post_attention_layernorm.weight"], epsilon)
            gate, up = apply(n, w, part + "mlp.gate_proj"), apply(n, w, part + "mlp.up_proj")
            fed = apply([g / (1 + math.exp(-g)) * u for g, u in zip(gate, up)], w, part + "mlp.down_proj")
            states[p] = [a + b for a, b in zip(x, fed)]
    last = norm(states[-1], w["model.norm.weight"], epsilon)
    head = "model.embed_tokens" if config.get("tie_word_embeddings") else "lm_head"
    return apply(last, w, head)


if __name__ == "__main__":
    print([round(v, 12) for v in logits(sys.argv[1], [int(i) for i in sys.argv[2:]])[:6]])
