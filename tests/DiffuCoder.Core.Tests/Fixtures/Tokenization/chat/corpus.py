"""Small templates, each rendered by Jinja2 and by the kit; where Jinja2 raises, so must the kit."""

VALUES = {
    "a": "abc",
    "b": "  Some Text\n",
    "e": "",
    "u": "na\u00efve \U0001f642 \u4f60\u597d",
    "n": 7,
    "z": 0,
    "m": -3,
    "f": 2.5,
    "t": True,
    "no": False,
    "nil": None,
    "l": [3, 1, 2],
    "s": ["b", "A", "c", "a"],
    "empty": [],
    "d": {"x": 1, "y": "two", "items2": [1, 2], "nested": {"deep": "down"}},
    "people": [
        {"name": "Ann", "age": 30, "role": "user"},
        {"name": "Bob", "age": 25, "role": "assistant"},
        {"name": "Cleo", "role": "user", "age": 41},
    ],
    "mixed": [1, "one", None, True, 2.0, [1], {"k": "v"}],
}

EXPRESSIONS = r"""
1
007
1_000
1.5
1e3
1e16
1e-5
0.1 + 0.2
1e22
123456789012345678901234567890
5.0
-0.0
1/3
100/10
7//2
-7//2
7%3
-7%3
7.5//2
-7.5%2
2**10
2**-1
2**3**2
-2**2
1/0
1//0
1%0
1 + 2 * 3
(1 + 2) * 3
1 - - 1
+n
-f
- 'a'
'a' + 'b'
'a' 'b' "c"
'a' + 1
1 + 'a'
'a' ~ 1 ~ none ~ true ~ 1.0 ~ undef
'ab' * 3
3 * 'ab'
'ab' * -1
[1] * 2
[1] + [2]
(1,) + (2,)
[1] + (2,)
'a' * 'b'
true + true
true == 1
1 == 1.0
1 == '1'
none == false
undef == undef
undef == none
[1, 2] == [1, 2]
[1, 2] == (1, 2)
{'a': 1} == {'a': 1.0}
1 < 2 < 3
1 < 3 < 2
3 > 2 >= 2
'a' < 'b'
'B' < 'a'
'a' < 1
[1, 2] < [1, 3]
[1] < [1, 0]
none < 1
1 != 2
'a' in 'abc'
'' in 'abc'
'z' in a
1 in l
5 not in l
'x' in d
'z' in d
1 in 'a'
undef in l
'a' in undef
'a' in none
not t
not not e
not e and t
t and 'x'
e or 'x'
no or nil
z or e or 'last'
t and no or 'c'
1 if t else 2
1 if no else 2
1 if no
(1 if no) is undefined
1 if no else 2 if no else 3
'x' if a is defined else 'y'
a
b
u
n
nil
t
l
s
d
mixed
undef
undef.x
undef[0]
undef()
undef + 1
-undef
undef ~ 'x'
undef|length
undef|list
undef|default('d')
undef|upper
d.undef
d.undef.x
d.undef is defined
a.undef
a.undef is defined
nil.x
nil.x.y
n.x
l.x
d.x
d['x']
d['y']
d.nested.deep
d['nested']['deep']
d.missing|default('none there')
d[l]
l[0]
l[-1]
l[5]
l[5].x
l['a']
a[0]
a[-1]
a[9]
u[6]
u[0:7]
u|length
u[::-1]
a[1:]
a[:-1]
a[::2]
a[10:]
a[-2:]
a[2:0:-1]
a[:]
a[::-1]
a[1:2:0]
l[1:]
l[::-1]
l[:'a']
nil[1:]
n[1:]
(1,2,3)[1:]
(1, 2)
(1,)
()
1, 2
[]
[1, [2, 'x']]
{}
{'a': 1, 'b': [1, 2]}
{1: 'a', 'b': none}
{'a': 1, 'a': 2}
['it\'s', "say \"hi\"", 'both \' and "']
['\n\t\\', '\x01', 'é', '\u200b', '\u00a0']
'\x41\u0042\n\t\q\101'
'a\
b'
"\U0001f642"
a.upper()
'MiXed'.lower()
'hello world'.capitalize()
'éa'.upper()
b.strip()
b.lstrip()
b.rstrip()
'xxaxx'.strip('x')
'xyaxy'.lstrip('yx')
'a-b-c'.split('-')
'a-b-c'.split('-', 1)
'a-b-c'.rsplit('-', 1)
' a  b '.split()
' a  b  c '.split(none, 1)
'abc'.split('')
''.split()
''.split('x')
'a\nb\r\nc'.splitlines()
'a\nb\n'.splitlines(true)
'aXbX'.replace('X', '--')
'aaa'.replace('a', 'b', 2)
'abc'.replace('', '.')
'abc'.startswith('ab')
'abc'.startswith(('x', 'ab'))
'abc'.endswith('bc')
'abc'.endswith('')
'abc'.find('c')
'abc'.find('z')
'abab'.rfind('ab')
'abab'.count('ab')
'abc'.count('')
'-'.join(['a', 'b'])
'-'.join([1, 2])
'prefix-x'.removeprefix('prefix-')
'x.py'.removesuffix('.py')
'x.py'.removesuffix('')
' \n'.isspace()
''.isspace()
a.upper().lower()
d.get('x')
d.get('zz')
d.get('zz', 'other')
d.keys()|list
d.values()|list
d.items()|list
d.items()|length
d.keys()|length
(d.keys()|list)[0]
nil.strip()
n.upper()
l.upper()
b|trim
'xxaxx'|trim('x')
n|trim
a|upper
'ABC'|lower
'hello wORLD'|capitalize
'hello wORLD (foo-bar) [x]'|title
n|string + 'x'
'a,b'|replace(',', ';')
'aaa'|replace('a', 'b', 1)
n|replace('7', '8')
a|length
l|count
n|length
d|length
a|list
d|list
'abc'|first
'abc'|last
l|first
l|last
empty|first
empty|first is defined
empty|last
empty|first|default('nothing')
l|join
l|join(', ')
l|join(d='-')
mixed|join('|')
people|join(', ', attribute='name')
'abc'|join('.')
a|reverse
l|reverse|list
l|reverse|first
l|sort
s|sort
s|sort(case_sensitive=true)
l|sort(reverse=true)
l|sort(true)
mixed|sort
people|sort(attribute='age')|map(attribute='name')|list
s|unique|list
['a', 'A', 'b']|unique|list
['a', 'A', 'b']|unique(true)|list
l|min
l|max
s|min
s|max(case_sensitive=true)
people|max(attribute='age')
empty|min
l|sum
people|sum(attribute='age')
people|sum('age', 100)
m|abs
f|abs
t|abs
f|int
3.99|int
-3.99|int
n|float
t|int
d|items|list
undef|items|list
l|items|list
people|map(attribute='name')|list
people|map(attribute='zip')|list
people|map(attribute='zip', default='?')|list
people|map(attribute='name')|map('upper')|join(' ')
s|map('lower')|list
['a b', 'c']|map('replace', ' ', '_')|list
people|selectattr('role', 'equalto', 'user')|map(attribute='name')|list
people|selectattr('role', '==', 'user')|list|length
people|rejectattr('role', 'equalto', 'user')|map(attribute='name')|list
people|selectattr('age', 'gt', 26)|map(attribute='name')|list
people|selectattr('zip')|list
people|selectattr('zip', 'undefined')|list|length
people|selectattr('role', 'in', ['user', 'tool'])|list|length
l|select('odd')|list
l|reject('odd')|list
mixed|select|list
mixed|select('string')|list
l|select('gt', 1)|list
l|select('divisibleby', 3)|list
people|map(attribute='name')|length
people|selectattr('role', 'equalto', 'user')|first
d|tojson
mixed|tojson
u|tojson
u|tojson(ensure_ascii=true)
'</script> & \' "q" \\ \n\t\x01\x7f'|tojson
people[0]|tojson(indent=2)
d|tojson(indent=4)
[]|tojson(indent=2)
{}|tojson(indent=2)
{1: 2, none: true, 1.5: false}|tojson
undef|tojson
(1, 2)|tojson
1.0|tojson
1e100|tojson
a is defined
undef is defined
undef is undefined
nil is none
undef is none
n is number
t is number
t is boolean
n is boolean
n is integer
t is integer
f is float
f is integer
a is string
n is string
l is sequence
a is sequence
d is sequence
n is sequence
d is mapping
l is mapping
l is iterable
a is iterable
n is iterable
undef is iterable
d.keys() is sequence
t is true
n is true
no is false
z is false
n is odd
n is even
a is odd
n is divisibleby 7
n is divisibleby(2)
n is eq 7
n is equalto(7)
n is ne 7
n is gt 3
n is lessthan 3
n is in l
1 is in l
a is not none
a is not defined
not a is defined
n is not odd and t
'x' is in 'xyz'
nil is sameas none
t is sameas true
n is sameas true
n is odd is even
range(3)|list
range(1, 4)|list
range(10, 0, -3)|list
range(0)|list
range(3)|length
range(5)[1]
range(5)[-1]
range(1, 2, 0)
range(200000)
dict(a=1, b=2)
dict({'a': 1}, b=2)
namespace(a=1).a
namespace(a=1).b
strftime_now('%d %b %Y')
strftime_now('%Y-%m-%d %H:%M:%S %A %B %j %p %I %y %%')
raise_exception('no')
l|first|string|length
-n|abs
(-n)|abs
'a'|upper + 'b'
'a' ~ 'b'|upper
1 + 2|string
2|string * 3
a == 'abc' and n > 3
a.b.c
d.items2[1]
d['items2'].0
'a' if t else 'b' ~ 'c'
[1, 2, 3][1:]|join
{'a': {'b': 1}}['a']['b']
{'a': {'b': 1}}.a.b
{'}}': '%}'}['}}']
people[0].name ~ people[-1]['name']
people | length > 2
messages|length
loop
(a, n)
(a)
l.0
'x' * 2 ~ 'y'
1 == 1 in [true]
not 1 == 2
not 1 in l
none
None
True
False
a[1]['x']
'{' ~ '}'
a|default
e|default('x', true)
e|default('x', boolean=true)
e|d('x')
nil|default('x')
no|default('x', true)
1 +
)
a b
'open
{'a' 1}
[1 2]
a[
a.
|upper
@
a..b
not
f(
1 2
""".strip("\n").split("\n")

# an expression that holds a new line is written with a backslash before it
EXPRESSIONS = "\n".join(EXPRESSIONS).replace("\\\n", "\0").split("\n")
EXPRESSIONS = [line.replace("\0", "\\\n") for line in EXPRESSIONS]

STATEMENTS = [
    "",
    "plain",
    "plain\n",
    "plain\n\n",
    "a\r\nb\rc\n",
    "{{ a }}\n{{ n }}\n",
    "{% if t %}yes{% endif %}",
    "{% if no %}yes{% endif %}",
    "{% if no %}1{% elif t %}2{% else %}3{% endif %}",
    "{% if no %}1{% elif z %}2{% elif e %}3{% else %}4{% endif %}",
    "{% if undef %}x{% else %}y{% endif %}",
    "{% if t %}\nyes\n{% endif %}\nend",
    "  {% if t %}\n  yes\n  {% endif %}\nend",
    "x  {% if t %}  y{% endif %}",
    "x\n  {%- if t %}  y  {%- endif %}\n z",
    "x\n  {% if t -%}  \n y \n {%- endif -%} \n z",
    "x\n  {%+ if t %}y{% endif %}",
    "x\n  {% if t +%}\ny{% endif %}",
    "x\n  {{ a }}\n  y",
    "x\n  {{- a -}}\n  y",
    "x {{- a }} y {{ a -}} z",
    "  {# comment #}\nx",
    "x  {#- comment -#}  y",
    "x\n  {# comment #}  y",
    "x {# a\nb #}\ny",
    "{# {{ a }} {% if %} #}x",
    "{# open",
    "{#- #}{#+ #}x",
    "{% raw %}{{ a }}{% if %}{% endraw %}",
    "x {%- raw -%} {{ a }} {%- endraw -%} y",
    "x\n  {% raw %}\n  {{ a }}\n  {% endraw %}\ny",
    "{% raw %}open",
    "{% for x in l %}{{ x }},{% endfor %}",
    "{% for x in l %}\n{{ x }}\n{% endfor %}\nend",
    "{%- for x in l %}\n    {{- x }}\n{%- endfor %}\nend",
    "{% for x in empty %}{{ x }}{% else %}none{% endfor %}",
    "{% for x in l %}{{ x }}{% else %}none{% endfor %}",
    "{% for c in a %}{{ c }}-{% endfor %}",
    "{% for k in d %}{{ k }};{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in d|items %}{{ k }}={{ v }};{% endfor %}",
    "{% for (k, v) in d.items() %}{{ k }};{% endfor %}",
    "{% for x, y in l %}{{ x }}{% endfor %}",
    "{% for x, y in [[1, 2], (3, 4)] %}{{ x }}{{ y }}{% endfor %}",
    "{% for x in undef %}{{ x }}{% else %}nothing{% endfor %}",
    "{% for x in nil %}{{ x }}{% endfor %}",
    "{% for x in n %}{{ x }}{% endfor %}",
    "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}",
    "{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }};{% endfor %}",
    "{% for x in l %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }};{% endfor %}",
    "{% for x in l %}{{ loop.previtem is defined }}{% endfor %}",
    "{% for x in l %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}",
    "{% for x in l %}{{ loop.depth }}{{ loop.depth0 }}{% endfor %}",
    "{% for x in l %}{% for y in s %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}",
    "{% for x in l %}{% for y in [1] %}{{ loop.depth }}{% endfor %}{% endfor %}",
    "{% for x in l %}{{ loop.nothing }}{% endfor %}",
    "{% for x in l if x > 1 %}{{ x }}:{{ loop.index }}/{{ loop.length }};{% endfor %}",
    "{% for x in l if x > 9 %}{{ x }}{% else %}none{% endfor %}",
    "{% for p in people if p.role == 'user' %}{{ p.name }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for x in l %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in l %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in l %}{% for y in l %}{% if y == 1 %}{% break %}{% endif %}{{ y }}{% endfor %};{% endfor %}",
    "{% break %}",
    "{% for x in l %}{{ x }}{% endfor %}{{ x }}",
    "{% for x in l %}{% set y = x %}{% endfor %}{{ y }}",
    "{% set y = 0 %}{% for x in l %}{% set y = y + x %}{{ y }}{% endfor %}{{ y }}",
    "{% set ns = namespace(y=0) %}{% for x in l %}{% set ns.y = ns.y + x %}{% endfor %}{{ ns.y }}",
    "{% set ns = namespace() %}{% set ns.a = 'b' %}{{ ns.a }}{{ ns.c }}{{ ns.c is defined }}",
    "{% set d.x = 2 %}{{ d.x }}",
    "{% set undef2.x = 2 %}",
    "{% set x = 1 %}{{ x }}",
    "{% set x, y = 1, 2 %}{{ x }}{{ y }}",
    "{% set x, y = l %}",
    "{% set x = 1, 2 %}{{ x }}",
    "{% set x = a if t else n %}{{ x }}",
    "{% set x %}text {{ n }}{% endset %}{{ x|upper }}",
    "{% set x %}\n  text\n{% endset %}[{{ x }}]",
    "{% if t %}{% set x = 1 %}{% endif %}{{ x }}",
    "{% if no %}{% set x = 1 %}{% endif %}{{ x is defined }}",
    "{% if not undef is defined %}{% set undef = 'now' %}{% endif %}{{ undef }}",
    "{% set a = a ~ 'd' %}{{ a }}",
    "{% set l = l[1:] %}{{ l }}",
    "{% with x = 1, y = 2 %}{{ x }}{{ y }}{% endwith %}{{ x is defined }}",
    "{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q }}",
    "{% set x = 1 %}{% with x = 2, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}",
    "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(1) }}{{ m('a') }}",
    "{% macro m(x, y=2) %}{{ x }}-{{ y }};{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(y=5, x=4) }}",
    "{% macro m(x) %}{{ x is defined }}{{ x }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ a }}{{ q }}{% endmacro %}{% set q = 'set' %}{{ m() }}",
    "{% macro m(x) %}{% set z2 = x %}{{ z2 }}{% endmacro %}{{ m(1) }}{{ z2 is defined }}",
    "{% macro m(x) %}{% if x > 0 %}{{ x }}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
    "{% macro m(x) %}\n  <{{ x }}>\n{% endmacro %}\n{{ m(1) }}|",
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(y=2) }}",
    "{% macro m(x) %}a{{ x }} {% endmacro %}{{ m(1)|trim|upper }}{{ m(2) ~ m(3) }}",
    "{% macro m(x, y=x ~ '!') %}{{ y }}{% endmacro %}{{ m('a') }}",
    "{% for p in people %}{{ p.name }} ({{ p['age'] }}){{ ', ' if not loop.last }}{% endfor %}",
    "{% for p in people[::-1] %}{{ loop.index0 }}{{ p.name }}{% endfor %}",
    "{% for p in people|rejectattr('role', 'equalto', 'user') %}{{ p.name }}{% endfor %}",
    "{% set r = people|selectattr('role', 'equalto', 'user') %}{% for x in r %}{{ x.name }}{% endfor %}{% for x in r %}{{ x.name }}{% endfor %}.",
    "{% if people|selectattr('role', 'equalto', 'nobody') %}true{% endif %}",
    "{% if 'x' in d and d.x is number and d.x == 1 %}ok{% endif %}",
    "{% if a and l and d and n and not e and not empty and not z %}ok{% endif %}",
    "{{ '{{' }}{{ '%}' }}{{ \"}}\" }}",
    "{{ {'a': {'b': 2}} }}",
    "{{{'a': 1}}}",
    "{ {a} } %} }}",
    "{{ a }}{{ a }}\n\n{{ a }}",
    "{{ raise_exception('stop') }}",
    "before {% if no %}{{ raise_exception('stop') }}{% endif %}after",
    "{% for x in l %}",
    "{% if t %}",
    "{% endif %}",
    "{% for x in l %}{% endif %}",
    "{% else %}",
    "{% if %}x{% endif %}",
    "{% for in l %}{% endfor %}",
    "{% set = 1 %}",
    "{{ a",
    "{% if t",
    "{{ }}",
    "{% %}",
    "{{ a }",
    "{{ 'a }}",
    "{% if t %}a{% endif x %}",
    "{% for x in l x %}{% endfor %}",
    "{{ a|nothing }}",
    "{{ a is nothing }}",
    "{% nothing %}",
    "{{ a.append(1) }}",
    "{{ l.append(1) }}",
    "{{ d.update({'q': 1}) }}",
    "{{ a.__class__ }}{{ ''.__class__.__mro__ }}",
    "{{ undef.x }}",
    "{{ d.nothing.x }}",
    "{% set x = undef %}{{ x is defined }}{{ x }}",
    "{{ [undef] }}",
    "{{ {'k': undef, 'l': none} }}",
    "{% for i in range(3) %}{{ i }}{% endfor %}",
    "{% for i in range(n - 1, -1, -1) %}{{ i }}{% endfor %}",
    "{{ l|map('string')|join('+') }}",
    "{{ '%}' }} {% set x = '}}' %}{{ x }}",
    "\n\n  {% if t %}  \n  x",
    "{% if t %} {% endif %} x",
    "{% if t %}\n\n{% endif %}\n\nx",
    "{% if t -%}\n\n x{%- endif %}\n\ny",
    "{%- if t -%} x {%- endif -%}",
    "a\n{% set x = 1 %}\nb",
    "a\n{% set x = 1 -%}\n\n b",
    "\t{% set x = 1 %}\n\tb",
    "{{ a }}  {% set x = 1 %}  b",
    "  {{ a }}",
    "  {{- a }}",
    "{{ 'line\nbreak' }}",
    "{{ 'a' }}\n\n",
]

# tags that transformers knows through an extension of its own are tested apart: generation
CORPUS = ["{{ " + line + " }}" for line in EXPRESSIONS] + STATEMENTS
