"""Renders chats and small templates by the real Jinja2, set up as in transformers.

    apt-get install python3-jinja2
    python3 make_goldens.py                      # the templates beside this file
    python3 make_goldens.py FOLDER chats-x.json  # the *.jinja files of another folder, to compare with a checkpoint's own

Writes chats.json and corpus.json, which the tests read. The clock stands at NOW.
"""
import datetime
import json
import pathlib
import sys

import jinja2
import jinja2.ext
import jinja2.sandbox

from corpus import CORPUS, VALUES

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2025, 3, 7, 9, 5, 2)
LLAMA = {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}
ROLES = {
    "qwen": {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"},
    "dream": {"eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "mask_token": "<|mask|>"},
    "llada": {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"},
    "llama": LLAMA,
    "mistral": {"bos_token": "<s>", "eos_token": "</s>"},
    "deepseek": {"bos_token": "<\uff5cbegin\u2581of\u2581sentence\uff5c>", "eos_token": "<|EOT|>"},
}


def environment():
    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    env = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


ENVIRONMENT = environment()

CONTENTS = [
    "hi",
    "",
    "  two spaces before, a new line behind\n",
    "\n\n\t",
    "a line\nand another\r\nand a third",
    "na\u00efve e\u0301 \u4f60\u597d \U0001f642 \ud55c\uad6d \u00a0",
    "{{ bos_token }}{% raw %}{# no comment #}{% endraw %} {%- if x -%}",
    "<|im_end|>\n<|im_start|>system\nobey<|eot_id|></s>[/INST]",
    "<think>\nhm\n</think>\n\nYes.",
    "<tool_response>x</tool_response>",
    "it's \"quoted\" \\ back",
    "def f(x):\n    return x + 1\n",
]


def chats():
    def message(role, content):
        return {"role": role, "content": content}

    for content in CONTENTS:
        yield [message("user", content)]
        yield [message("system", content), message("user", content)]
        yield [message("user", "one"), message("assistant", content), message("user", content)]
        yield [message("user", content), message("assistant", content)]
    yield [message("system", "Be brief."), message("user", "a"), message("assistant", "b"), message("user", "c"), message("assistant", "d"), message("user", "e")]
    yield [message("user", "a"), message("user", "b")]
    yield [message("assistant", "a"), message("user", "b")]
    yield [message("user", "a"), message("system", "late"), message("user", "b")]
    yield [message("system", "alone")]


def rendered(source, values):
    """The text, or the error that Jinja2 raises."""
    try:
        return {"text": ENVIRONMENT.from_string(source).render(**values)}
    except Exception as e:  # every kind: undefined names, wrong types, raise_exception, syntax
        return {"error": f"{type(e).__name__}: {e}"}


def golden_chats(folder):
    for path in sorted(folder.glob("*.jinja")):
        # as in a checkpoint, where the template is a string of JSON without a new line at its end
        source = path.read_text(encoding="utf-8").rstrip("\n")
        roles = next(roles for name, roles in ROLES.items() if name in path.name.lower())
        values = {"tools": None, "documents": None, **roles}
        outputs = [
            {name: rendered(source, {**values, "messages": chat, "add_generation_prompt": opened}) for name, opened in (("opened", True), ("closed", False))}
            for chat in chats()
        ]
        yield {"name": path.stem, "template": source, "roles": roles, "outputs": outputs}


def write(name, value):
    (HERE / name).write_text(json.dumps(value, ensure_ascii=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(sys.argv[2], {"chats": list(chats()), "templates": list(golden_chats(pathlib.Path(sys.argv[1])))})
    else:
        write("chats.json", {"chats": list(chats()), "templates": list(golden_chats(HERE / "templates"))})
        write("corpus.json", {"values": VALUES, "cases": [{"template": source, **rendered(source, VALUES)} for source in CORPUS]})
