module DiffuCoder.Core.Tests.Sandbox.ValueTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

let private echo = "def echo(x): return x\ndef kind(x): return type(x).__name__\n"

let private setup = "import collections, datetime, decimal, fractions, math"

/// Whether a value arrives on the other side as what it is, and comes back so.
let private travels value =
    let tests =
        [
            holds $"there = {value}\nback = echo(there)\nassert type(back) is type(there) and repr(back) == repr(there), repr(back)"
            holds $"assert kind({value}) == type({value}).__name__"
        ]

    strong.Value.RunAsync(Candidate(echo, tests, TestSetup = setup), patient).GetAwaiter().GetResult()
    |> mustPass

[<Theory>]
[<InlineData "None">]
[<InlineData "True">]
[<InlineData "0">]
[<InlineData "-7">]
[<InlineData "10 ** 4000">]
[<InlineData "-(2 ** 62)">]
[<InlineData "2 ** 64 + 1">]
[<InlineData "0.1">]
[<InlineData "-0.0">]
[<InlineData "5e-324">]
[<InlineData "float('inf')">]
[<InlineData "float('-inf')">]
[<InlineData "float('nan')">]
[<InlineData "3 - 4j">]
[<InlineData "complex('nan-infj')">]
[<InlineData "''">]
[<InlineData "'\\u00e4\\u65e5\\U0001f600\\x00\\x7f'">]
[<InlineData "'\\ud800'">]
[<InlineData "'\\ud83d' + '\\ude00'">]
[<InlineData "b'\\x00\\xff'">]
[<InlineData "bytearray(b'ab')">]
[<InlineData "[]">]
[<InlineData "[1, [2.5, ['x']], None]">]
[<InlineData "()">]
[<InlineData "(1,)">]
[<InlineData "((1, 2), [3, (4,)])">]
[<InlineData "set()">]
[<InlineData "{1, 2, 3}">]
[<InlineData "frozenset({'a'})">]
[<InlineData "{}">]
[<InlineData "{'d': 1, 't': (2,)}">]
[<InlineData "{(1, 2): {3: [4]}, None: 5}">]
[<InlineData "range(0, 10 ** 30, 7)">]
[<InlineData "...">]
[<InlineData "collections.deque([1, 2])">]
[<InlineData "collections.Counter('abca')">]
[<InlineData "collections.OrderedDict([(2, 1), (1, 2)])">]
[<InlineData "decimal.Decimal('1.10')">]
[<InlineData "decimal.Decimal('NaN')">]
[<InlineData "fractions.Fraction(10 ** 40, 3)">]
[<InlineData "datetime.date(2024, 2, 29)">]
[<InlineData "datetime.datetime(2024, 2, 29, 1, 2, 3, 4)">]
[<InlineData "datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc)">]
[<InlineData "datetime.timedelta(-1, 5, 7)">]
let ``a value crosses both ways and stays what it is`` (value: string) = travels value

[<Fact>]
let ``an integer has as many digits as it likes`` () =
    run echo [ holds "assert echo(-10 ** 9000) == -10 ** 9000" ] |> mustPass

[<Theory>]
[<InlineData("collections.namedtuple('P', 'a b')(1, 2)", "(1, 2)")>]
[<InlineData("collections.defaultdict(list, {1: [2]})", "{1: [2]}")>]
[<InlineData("type('Odd', (list,), {'__eq__': lambda a, b: True})([1])", "[1]")>]
[<InlineData("type('Odd', (int,), {'__eq__': lambda a, b: True, '__hash__': int.__hash__})(5)", "5")>]
[<InlineData("type('Odd', (str,), {'__repr__': lambda a: 'no'})('x')", "'x'")>]
[<InlineData("type('Odd', (dict,), {'items': lambda a: []})({1: 2})", "{1: 2}")>]
[<InlineData("http.HTTPStatus.OK", "200")>]
[<InlineData("{1: 2}.keys()", "{1: 2}.keys()")>]
[<InlineData("{1: 2}.items()", "{1: 2}.items()")>]
let ``a value of a class compares by what its built-in base holds`` (made: string, holding: string) =
    run
        $"import collections, http\ndef f(): return {made}"
        [
            equals "f()" holding
            holds $"assert isinstance(f(), type({holding}))"
            equals "f()" "'something else'"
            holds "assert f() == ['something', 'else']"
        ]
    |> outcomes
    |> should equal [ TestOutcome.Passed; TestOutcome.Passed; TestOutcome.Wrong; TestOutcome.Wrong ]

[<Fact>]
let ``iterators arrive to be iterated, lazily and once`` () =
    run
        "def f(n):\n    for i in range(n):\n        print(i)\n        yield i\ndef g():\n    while True: yield 1\ndef h():\n    yield 1\n    raise ValueError('end')\n"
        [
            equals "list(f(3))" "[0, 1, 2]"
            holds "assert sum(f(5000)) == 12497500"
            holds "i = f(2); assert next(i) == 0 and next(i) == 1 and next(i, None) is None and list(i) == []"
            holds "import itertools\nassert list(itertools.islice(g(), 1500)) == [1] * 1500"
            holds "i = h(); assert next(i) == 1\ntry:\n    next(i)\n    raise SystemError\nexcept ValueError as e: assert str(e) == 'end'"
            equals "sorted(zip([1, 2], f(2)))" "[(1, 0), (2, 1)]"
        ]
    |> mustPass

[<Fact>]
let ``objects of the program's classes are made, used and handed back by tests`` () =
    run
        "class Pair:\n    def __init__(self, a, b=0): self.a, self.b = a, b\n    def sum(self): return self.a + self.b\n    def __len__(self): return self.a\n    def __getitem__(self, i): return (self.a, self.b)[i]\n    def __iter__(self): return iter((self.a, self.b))\n    def __str__(self): return f'<{self.a}>'\ndef longest(pairs): return max(p.a for p in pairs)\ndef same(p): return p\nclass Node:\n    next = None\ndef length(n):\n    count = 0\n    while n: n, count = n.next, count + 1\n    return count\n"
        [
            equals "longest([Pair(5, 24), Pair(a=7)])" "7"
            holds
                "p = Pair(1, b=2); assert p.sum() == 3 and p.a == 1 and len(p) == 1 and p[1] == 2 and list(p) == [1, 2] and str(p) == '<1>'"
            holds "p = Pair(1); p.a = 9; assert longest([p]) == 9"
            holds "p = Pair(1); assert same(p) is p and same(p) == p and isinstance(p, Pair) and not isinstance(3, Pair)"
            holds "assert Pair(1) != Pair(1) and not Pair(1) == 1 and 1 in Pair(1, 2) and 3 not in Pair(1, 2)"
            holds "a, b = Node(), Node(); a.next = b; assert length(a) == 2"
        ]
    |> mustPass

[<Fact>]
let ``functions of the tests are called back, and built-in ones go by name`` () =
    run
        "def each(f, xs): return [f(x) for x in xs]\ndef twice(f): return lambda x: f(f(x))\ndef caught(f):\n    try: f()\n    except ValueError as e: return str(e)\ndef key(xs, f): return sorted(xs, key=f)\n"
        [
            equals "each(lambda x: x * 2, [1, 2])" "[2, 4]"
            equals "each(len, ['a', ''])" "[1, 0]"
            equals "twice(lambda x: x + 1)(5)" "7"
            holds "def no(): raise ValueError('why')\nassert caught(no) == 'why'"
            equals "key([3, -5, 4], abs)" "[3, 4, -5]"
            equals "each(lambda x: each(lambda y: y + x, [10]), [1, 2])" "[[11], [12]]"
        ]
    |> mustPass

[<Fact>]
let ``what a call does to its arguments is done to the tests' own`` () =
    run
        "def put(xs): xs.append(1)\ndef same(xs):\n    xs.sort()\n    return xs\ndef deep(d): d['a'][0] = 5\ndef other(s):\n    s.add(2)\n    return set(s)\n"
        [
            holds "a = [0]; put(a); assert a == [0, 1]"
            holds "a = [3, 1]; assert same(a) is a and a == [1, 3]"
            holds "inner = [1]; d = {'a': inner}; deep(d); assert inner == [5] and d['a'] is inner"
            holds "s = {1}; assert other(s) is not s and s == {1, 2}"
        ]
    |> mustPass

[<Theory>]
[<InlineData("return 'x' * 100000", "at most 65536")>]
[<InlineData("import sys\n    return sys", "a module that is no library")>]
let ``what cannot cross is an error, not a crash`` (body: string, says: string) =
    let limits = SandboxLimits(TestTime = patient.TestTime, ValueBytes = 65536)

    let result =
        runIn strong.Value limits $"def f():\n    {body}\ndef g(): return 1" [ holds "f()"; equals "g()" "1" ]

    outcomes result |> should equal [ TestOutcome.Raised; TestOutcome.Passed ]
    details result |> should haveSubstring says
