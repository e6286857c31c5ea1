"""Inputs that are wrong, absurd or meant to hurt, each with a command that reads it; for Scripts/fault-harness."""
import collections
import gzip
import json
import pathlib

# is_refused: True if the command must refuse it, False if it must take it, None if it may do either.
Case = collections.namedtuple("Case", "name command names is_refused megabytes")


def node(name, kind, width=None, height=None, inputs=(), **more):
    """A node of a .pb.txt."""
    attributes = [("type", f'placeholder: "{kind}"')]
    attributes += [(key, f"f: {value}") for key, value in [("width", width), ("height", height), *more.items()]
                   if value is not None]
    text = "".join(f'  attr {{ key: "{key}" value {{ {value} }} }}\n' for key, value in attributes)
    return f'node {{\n  name: "{name}"\n' + "".join(f'  input: "{i}"\n' for i in inputs) + text + "}\n"


def macro(name, width, height, sink=None):
    """A hard macro with a pin that drives another's."""
    return (node(name, "MACRO", width, height)
            + node(f"{name}/o", "MACRO_PIN", inputs=[f"{sink}/i"] if sink else (), x_offset=0)
            .replace("  attr", f'  attr {{ key: "macro_name" value {{ placeholder: "{name}" }} }}\n  attr', 1)
            + node(f"{name}/i", "MACRO_PIN", x_offset=0)
            .replace("  attr", f'  attr {{ key: "macro_name" value {{ placeholder: "{name}" }} }}\n  attr', 1))


def cases(folder, scratch):
    """All cases, their files in a folder; `scratch` has sound designs."""
    found = []

    def write(name, content, place=None):
        path = place or pathlib.Path(folder, str(sum(1 for _ in pathlib.Path(folder).iterdir())))
        path.mkdir(exist_ok=True)
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path / name)

    def add(title, command, names, is_refused=True, megabytes=512):
        names = [names] if isinstance(names, str) else names
        found.append(Case(title, command, names, is_refused, megabytes))

    def design(title, name, content, is_refused=True, megabytes=512, more=()):
        path = write(name, content)
        add(f"{title}: info", ["info", path, *more], name, is_refused, megabytes)
        if is_refused is not True:
            add(f"{title}: place", ["place", path, *more, "--moves", "200", "--threads", "1", "-o",
                                    f"{folder}/o.{'pl' if name.endswith('.aux') else 'plc'}"],
                [name, "hard macro"], None, megabytes)
            add(f"{title}: evaluate", ["evaluate", path, *more], name, None, megabytes)

    pair = macro("a", 5, 3, "b") + macro("b", 4, 4, "a")
    sound = write("pair.pb.txt", pair)

    # Designs in Circuit Training's form.
    design("empty", "empty.pb.txt", "")
    design("blanks alone", "blank.pb.txt", " \n\t\r\n" * 1000)
    design("zeros", "zeros.pb.txt", bytes(100_000))
    design("sound", "pair.pb.txt", pair, False)
    design("CRLF", "crlf.pb.txt", pair.replace("\n", "\r\n"), False)
    design("invalid UTF-8", "utf8.pb.txt", pair.encode().replace(b'"b', b'"\xff\xfe'), None)
    design("a name of 4 MB", "long.pb.txt", pair.replace('"b', '"' + "b" * 4_000_000), None)
    for number in ("nan", "inf", "-inf", "1e400", "-5", "1e308", "0x10", "--1", ""):
        design(f"a width of '{number}'", "width.pb.txt", macro("a", number, 3), None)
        design(f"an offset of '{number}'", "offset.pb.txt",
               pair.replace('"x_offset" value { f: 0', '"x_offset" value { f: ' + number, 1), None)
    design("a node twice", "twice.pb.txt", pair + macro("a", 5, 3))
    design("macros without area", "flat.pb.txt", macro("a", 0, 3, "b") + macro("b", 0, 0, "a"), None)
    design("nets to themselves", "self.pb.txt", macro("a", 5, 3, "a") + macro("b", 5, 3, "b"), None)
    design("nothing connected", "apart.pb.txt", "".join(macro(f"m{i}", 2, 2) for i in range(50)), None)
    design("an input that is not there", "sink.pb.txt", macro("a", 5, 3, "nobody"))
    design("braces 100,000 deep", "deep.pb.txt", 'node { attr { value ' + "{ list " * 100_000)
    design("a brace that is not closed", "open.pb.txt", pair + "node {")
    add("a folder", ["info", folder], "hostile")
    add("no file", ["info", f"{folder}/../nowhere/x.pb.txt"], "nowhere")
    add("/dev/null", ["info", "/dev/null"], "/dev/null")
    add("/dev/zero", ["info", "/dev/zero"], "/dev/zero")

    # Compressed.
    for letter, size in ((b"a", 1 << 29), (b"\n", 1 << 26)):
        design(f"a bomb of {letter!r}", "bomb.pb.txt.gz", gzip.compress(letter * size, 1), True, 1200)
    design("gzip twice", "nested.pb.txt.gz", gzip.compress(gzip.compress(pair.encode())))
    design("gzip cut off", "cut.pb.txt.gz", gzip.compress(pair.encode())[:-9])
    design("gzip with more behind it", "more.pb.txt.gz", gzip.compress(pair.encode()) + b"more", None)

    # Placements.
    def placement(title, content, is_refused=True):
        path = write("p.plc", content)
        add(f"{title}: evaluate", ["evaluate", sound, path], "p.plc", is_refused)
        add(f"{title}: place", ["place", sound, "--placement", path, "--moves", "200", "--threads", "1", "-o",
                                f"{folder}/o.plc"], ["p.plc", "error"], is_refused)
    head = "# Columns : 4  Rows : 4\n# Width : 20  Height : 20\n"
    placement("empty", "", None)
    placement("a grid of 10^12 cells", head.replace("4", "1000000", 2) + "0 5 5 N 0\n")
    placement("a grid of no columns", head.replace("4", "0", 1))
    placement("a die of nan", head.replace("20", "nan", 1))
    placement("a die of 10^308", head.replace("20", "1e308"), None)
    placement("a die smaller than its macros", head.replace("20", "2"), None)
    placement("places of inf", head + "0 inf 5 N 0\n")
    placement("places of 10^300", head + "0 1e300 5 N 0\n", None)
    placement("node 4294967296", head + "4294967296 5 5 N 0\n")
    placement("a node twice", head + "0 5 5 N 0\n0 6 6 N 0\n")
    placement("an orientation of no kind", head + "0 5 5 Q 0\n")
    placement("CRLF", (head + "0 5 5 N 0\n3 12 12 FS 0\n").replace("\n", "\r\n"), False)
    placement("not UTF-8", (head + "# \xff\xfe\n0 5 5 N 0\n").encode("latin-1"), None)

    # Bookshelf.
    flat = {ending: pathlib.Path(scratch, f"flat.{ending}").read_text()
            for ending in ("aux", "nodes", "nets", "pl", "scl")}

    def bookshelf(title, is_refused=True, **parts):
        place = pathlib.Path(write("flat.aux", flat["aux"])).parent
        for ending, text in {**flat, **parts}.items():
            write(f"flat.{ending}", text, place)
        path = str(place / "flat.aux")
        add(f"Bookshelf, {title}: info", ["info", path], ["flat.", "passwd"], is_refused)
        if is_refused is not True:
            add(f"Bookshelf, {title}: place", ["place", path, "--moves", "200", "--threads", "1", "-o",
                                               f"{folder}/o.pl"], "flat.", None)

    def count(text, key, value):
        return "\n".join(f"{key} : {value}" if line.startswith(key) else line for line in text.split("\n"))
    for value in ("1000000000000", "9223372036854775808", "-1", "nan"):
        bookshelf(f"NumNodes {value}", nodes=count(flat["nodes"], "NumNodes", value))
        bookshelf(f"NumNets {value}", nets=count(flat["nets"], "NumNets", value))
        bookshelf(f"NumPins {value}", None, nets=count(flat["nets"], "NumPins", value))
        bookshelf(f"NetDegree {value}", nets=flat["nets"].replace("NetDegree : ", f"NetDegree : {value} #", 1))
        bookshelf(f"NumSites {value}", scl=flat["scl"].replace("NumSites : ", f"NumSites : {value} #"))
    bookshelf("CRLF", False, **{ending: text.replace("\n", "\r\n") for ending, text in flat.items()})
    bookshelf("no nets", None, nets="UCLA nets 1.0\nNumNets : 0\nNumPins : 0\n")
    bookshelf("no rows", None, scl="UCLA scl 1.0\nNumRows : 0\n")
    bookshelf("no cells", nodes="UCLA nodes 1.0\nNumNodes : 0\nNumTerminals : 0\n")
    bookshelf("paths upwards", aux="RowBasedPlacement : ../../../../../../etc/passwd flat.nets flat.pl flat.scl\n")
    bookshelf("itself", aux="RowBasedPlacement : flat.aux flat.aux flat.aux flat.aux\n")
    bookshelf("no names", aux="RowBasedPlacement :\n")
    bookshelf("empty files", **{ending: "" for ending in ("nodes", "nets", "pl", "scl")})
    bookshelf("sites of no width", scl=flat["scl"].replace("Sitewidth : ", "Sitewidth : 0 #"))

    # LEF and DEF.
    lef = write("c.lef", "VERSION 5.8 ;\nUNITS DATABASE MICRONS 1000 ; END UNITS\nSITE s CLASS CORE ; SIZE 1 BY 2 ; "
                "END s\nMACRO c CLASS CORE ; SIZE 2 BY 2 ; SITE s ; PIN A DIRECTION INPUT ; PORT LAYER m ; RECT 0 0 1 "
                "1 ; END END A END c\nEND LIBRARY\n")
    text = ("VERSION 5.8 ;\nDESIGN d ;\nUNITS DISTANCE MICRONS 1000 ;\nDIEAREA ( 0 0 ) ( 20000 20000 ) ;\nROW r s 0 0 "
            "N DO 20 BY 1 STEP 1000 0 ;\nCOMPONENTS 2 ;\n- a c + PLACED ( 0 0 ) N ;\n- b c ;\nEND COMPONENTS\nNETS 1 "
            ";\n- n ( a A ) ( b A ) ;\nEND NETS\nEND DESIGN\n")
    for title, old, new, is_refused in [
            ("sound", "", "", False), ("CRLF", "\n", "\r\n", False),
            ("10^12 components", "COMPONENTS 2", "COMPONENTS 1000000000000", None),
            ("10^20 components", "COMPONENTS 2", "COMPONENTS 100000000000000000000", None),
            ("10^12 sites", "DO 20 BY 1", "DO 1000000000000 BY 1", None),
            ("10^9 rows", "DO 20 BY 1 STEP 1000 0", "DO 1 BY 1000000000 STEP 0 2000", None),
            ("a die of nothing", "20000 20000", "0 0", True), ("a die of 10^18", "20000 20000", "1e18 1e18", None),
            ("units of 0", "MICRONS 1000", "MICRONS 0", True), ("a component twice", "- b c", "- a c", True),
            ("a place of nan", "( 0 0 ) N", "( nan 0 ) N", True), ("a net to itself", "( b A )", "( a A )", None),
            ("a master that is not there", "- b c", "- b nobody", True)]:
        design(f"DEF, {title}", "d.def", text.replace(old, new) if old else text, is_refused, more=["--lef", lef])
    add("LEF, empty", ["info", write("d.def", text), "--lef", write("e.lef", "")], ["e.lef", "d.def"])

    # JSON of all kinds.
    nests = {"10^5 lists deep": "[" * 100_000, "10^5 objects deep": '{"a":' * 100_000, "empty": "",
             "not UTF-8": b'{"name": "\xff"}', "a list": "[]", "two": "{} {}", "a huge number": '{"seeds": 1e999}'}
    for title, content in nests.items():
        path = write("x.json", content)
        for command in (["evolve", "--rounds", "1", "--ledger", f"{folder}/o.sqlite", "--goals", path],
                        ["benchmark", path, "--database", f"{folder}/o.sqlite"],
                        ["cycles", "--workload", path],
                        ["generate", "--technology", path, "-o", f"{folder}/o.pb.txt"]):
            add(f"JSON, {title}: {command[0]}", command, "x.json")
    for option, command in (("--goals", ["evolve", "--rounds", "1", "--ledger", f"{folder}/o.sqlite"]),
                            ("--workload", ["cycles"]), ("--technology", ["generate", "-o", f"{folder}/o.pb.txt"]),
                            ("--model", ["place", sound, "--engine", "policy", "-o",
                                         f"{folder}/o.plc"]),
                            ("--resume", ["place", sound, "-o", f"{folder}/o.plc"])):
        for file in ("/dev/zero", "/dev/null", folder):
            add(f"{option} {file}", command + [option, file], file)
    big = 1 << 20
    layer = {"name": "l", "gemm": {"m": big, "n": big, "k": big}}
    work = {"format": "chipplace workload", "version": 1, "name": "w"}
    for title, layers in {"a large product": [layer], "no layers": [], "10^5 layers": [layer] * 100_000,
                          "10^9 times": [{**layer, "count": 10 ** 9}]}.items():
        add(f"workload, {title}", ["cycles", "--workload", write("w.json", json.dumps({**work, "layers": layers}))],
            "w.json", None)

    # Commands that propose architectures.
    for title, command in {"silence": "true", "no JSON": "echo no", "nothing asked for": "echo '{}'",
                           "a line without an end": "head -c 3000000 /dev/zero", "lines without end": "yes",
                           "a failure": "exit 3", "a signal": "kill -9 $$", "no such command": "/no/such/command",
                           "absurd values": "echo '{\"candidates\": [{\"rows\": 1e300}]}'"}.items():
        add(f"proposer, {title}", ["evolve", "--rounds", "1", "--goals", f"{scratch}/goals.json",
                                   "--moves-per-placement", "1000", "--pool", "4", "--placements-per-round", "1",
                                   "--no-teach-policy", "--recipes-per-round", "0", "--threads", "1", "--ledger",
                                   f"{folder}/proposed.sqlite", "--proposer", command], [command, "error"])

    # Options.
    for option, value in (("--objective", "(" * 3000), ("--objective", "proxy +"), ("--moves", "1e400"),
                          ("--moves", "-1"), ("--time", "nan"), ("--time", "inf"), ("--threads", "0"),
                          ("--threads", "1000000000"), ("--halo", "nan"), ("--halo", "1e308"), ("--seed", "-1"),
                          ("--restarts", "1000000000000"), ("--memory-limit", "nan"), ("--memory-limit", "1e400T"),
                          ("--checkpoint-every", "0")):
        add(f"{option} {value[:10]}", ["place", sound, f"{option}={value}", "-o",
                                       f"{folder}/o.plc"], [option, "no place without overlap"])
    return found
