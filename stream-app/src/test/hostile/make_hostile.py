"""Makes the models that must not score: one folder each, with a manifest that says all is well.

    python3 -m venv venv && venv/bin/pip install -r ../models/requirements.txt && venv/bin/python make_hostile.py

Writes into ../resources/hostile. What the format allows is made with the onnx package, unchecked; what it does not is
written byte by byte. Nothing here comes from elsewhere, and nothing is larger than it must be. expected.json names the
checks each folder is refused by; a folder with none is admitted. Signatures are made with openssl and a key that is thrown
away: the public half stays as trusted.pem. Links are made by the tests, because resources are copied without them.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OUT = Path(__file__).parent.parent / "resources" / "hostile"
ROW = [12.5, 0.0, 10.0]
expected = {}

MANIFEST = """\
name: hostile
version: 1
file: model.onnx
sha256: {sha256}
input: features
features: [amount, night, cust_avg_1d]
golden:
  - {{ row: {row}, score: {score} }}
"""


def folder(name, model, checks, score=None, sha256=None):
    """A folder with a model (bytes or a ModelProto); its golden score is what it gives, or one that is asked for."""
    content = model if isinstance(model, bytes) else model.SerializeToString()
    path = OUT / name
    path.mkdir(parents=True)
    (path / "model.onnx").write_bytes(content)
    digest = sha256 or hashlib.sha256(content).hexdigest()
    text = MANIFEST.format(sha256=digest, row=ROW, score=0.5 if score is None else score)
    (path / "model.yaml").write_text(text)
    expected[name] = checks
    return path


def tensor(name, *shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


WEIGHTS = numpy_helper.from_array(np.array([[0.01, -0.01], [0.5, -0.5], [-0.02, 0.02]], dtype=np.float32), "weights")


def model(nodes=(), initializers=(), inputs=None, opset=17, ir=8, domains=(), of="features", gives="probabilities"):
    """The good model with something beside it, or between it and its input."""
    score = [
        helper.make_node("MatMul", [of, "weights"], ["odds"]),
        helper.make_node("Softmax", ["odds"], [gives], axis=1),
    ]
    graph = helper.make_graph(
        [*nodes, *score],
        "g",
        inputs or [tensor("features", None, 3)],
        [tensor(gives, None, 2)],
        [WEIGHTS, *initializers],
    )
    imports = [helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in domains)]
    made = helper.make_model(graph, opset_imports=imports)
    made.ir_version = ir
    return made


def ints(name, *values, scalar=False):
    return numpy_helper.from_array(np.array(values[0] if scalar else values, dtype=np.int64), name)


def truth(name, value):
    return numpy_helper.from_array(np.array(value), name)


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs, outputs, **attributes)


def external(name, location="/etc/passwd"):
    made = TensorProto(name=name, data_type=TensorProto.UINT8, dims=[16], data_location=TensorProto.EXTERNAL)
    made.external_data.add(key="location", value=location)
    return made


def branch(nodes, initializers=()):
    return helper.make_graph(nodes, "branch", [], [tensor("out")], list(initializers))


def constant(name, value=1.0):
    return node("Constant", [], [name], value=helper.make_tensor("v", TensorProto.FLOAT, [], [value]))


def if_else(then):
    return node("If", ["yes"], ["unused"], then_branch=then, else_branch=branch([constant("out")]))


def loop(rounds="", nodes=(), prefix=""):
    """Goes round while its condition holds, which it does, and carries the features along."""
    going, rows = [prefix + name for name in ("going_in", "going_out")], [prefix + name for name in ("in", "out")]
    body = helper.make_graph(
        [node("Identity", going[:1], going[1:]), node("Identity", rows[:1], rows[1:]), *nodes],
        prefix + "body",
        [tensor(prefix + "i", kind=TensorProto.INT64), tensor(going[0], kind=TensorProto.BOOL), tensor(rows[0], None, 3)],
        [tensor(going[1], kind=TensorProto.BOOL), tensor(rows[1], None, 3)],
    )
    return node("Loop", [rounds, "yes", "features"], [prefix + "looped"], body=body)


# --- protobuf by hand ---


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, content):
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def what_is_admitted():
    good = model()
    session = onnxruntime.InferenceSession(good.SerializeToString())
    score = float(session.run(["probabilities"], {"features": np.array([ROW], dtype=np.float32)})[0][0][1])
    folder("good", good, [], score)
    bounded = loop("rounds")
    folder("good-loop", model([bounded], [ints("rounds", 10, scalar=True), truth("yes", True)], of="looped"), [], score)
    folder("good-import", model(domains=["pkg.onnxscript.torch_lib"]), [], score)  # what nothing uses does nothing
    gelu = node("Gelu", ["features"], ["unused"], domain="com.microsoft")
    folder("good-microsoft", model([gelu], domains=["com.microsoft"]), [], score)
    return good, score


def what_is_no_model(good):
    content = good.SerializeToString()
    folder("empty", b"", ["format"])
    folder("html", b"<!DOCTYPE html><html><body>404 Not Found</body></html>\n", ["format"])
    folder("text", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", ["format"])
    folder("truncated", content[: len(content) * 2 // 3], ["format"])
    folder("trailing", content + b"\x00", ["format"])
    folder("wrong-digest", content, ["digest"], sha256="0" * 64)
    folder("no-graph", field(1, 8) + field(8, field(2, 17)), ["format"])
    folder("graph-twice", content + field(7, b""), ["format"])
    folder("unknown-field", content + field(30, b"x"), ["format"])
    folder("group", content + varint(2 << 3 | 3) + varint(2 << 3 | 4), ["format"])
    folder("training", content + field(20, b""), ["format"])
    folder("length-bomb", field(1, 8) + varint(7 << 3 | 2) + varint(2**31 - 1), ["format"])
    folder("negative-length", field(1, 8) + varint(7 << 3 | 2) + varint(2**32 - 1), ["format"])
    folder("overlong-number", b"\x08" + b"\xff" * 11 + b"\x01", ["format"])
    folder("packed-length-bomb", field(7, field(5, varint(1 << 3 | 2) + varint(2**30))), ["format"])
    folder("gigantic-name", model([node("A" * 70_000, [], [])]), ["format"])
    folder("no-text", field(1, 8) + field(2, b"\xc3\x28") + content[2:], ["format"])
    # ONNX Runtime would read this as its own format, which has other ways out of the file
    folder("ort-format", field(2, b"\x00\x00ORTM" + b"\x00" * 40), ["format"])
    nested = b""
    for _ in range(200):
        nested = field(1, field(5, field(6, nested)))
    folder("deep-graphs", field(1, 8) + field(7, nested), ["format"])
    nested = b""
    for _ in range(2_000):
        nested = field(4, field(1, nested))
    folder("deep-types", field(1, 8) + field(7, field(11, field(2, nested))), ["format"])


def what_reads_elsewhere():
    folder("external-initializer", model(initializers=[external("secret")]), ["external-data"])
    folder("external-memory", model(initializers=[external("secret", "*/_ORT_MEM_ADDR_/*")]), ["external-data"])
    value = node("Constant", [], ["secret"])
    value.attribute.append(helper.make_attribute("value", external("secret")))
    folder("external-attribute", model([value]), ["external-data"])
    listed = node("Constant", [], ["secret"])
    listed.attribute.add(name="values", type=9).tensors.append(external("secret"))
    folder("external-in-list", model([listed]), ["external-data"])
    hidden = if_else(branch([constant("out")], [external("secret")]))
    folder("external-subgraph", model([hidden], [truth("yes", True)]), ["external-data"])
    made = model(domains=["local"])
    function = helper.make_function("local", "f", [], ["secret"], [value], [helper.make_opsetid("", 17)])
    made.functions.append(function)
    folder("external-function", made, ["external-data", "functions"])
    made = model()
    sparse = made.graph.sparse_initializer.add(dims=[16])
    sparse.values.CopyFrom(external("secret"))
    sparse.indices.CopyFrom(ints("", 0))
    folder("external-sparse", made, ["external-data"])
    located = TensorProto(name="beside", data_type=TensorProto.UINT8, dims=[1], raw_data=b"x")
    located.external_data.add(key="location", value="../secret")  # and the location still says "here"
    folder("external-unsaid", model(initializers=[located]), ["external-data"])
    context = node("EPContext", ["features"], ["c"], domain="com.microsoft", ep_cache_context="../secret", embed_mode=0)
    folder("external-context", model([context], domains=["com.microsoft"]), ["external-data"])


def what_is_not_known():
    custom = node("Backdoor", ["features"], ["b"], domain="evil.example")
    folder("unknown-domain", model([custom], domains=["evil.example"]), ["domain"])
    folder("unimported-domain", model([custom]), ["domain"])
    forged = "x\n{\"level\":\"INFO\"}\x1b[2J"
    folder("log-injection", model([node("Log", ["features"], ["b"], domain=forged)]), ["domain"])
    folder("custom-operator", model([node("Backdoor", ["features"], ["b"])]), ["load"])
    folder("future-opset", model(opset=999), ["opset"])
    folder("ancient-opset", model(opset=1), ["opset"])
    folder("negative-opset", model(opset=-1), ["opset"])
    folder("future-ir", model(ir=9999), ["opset"])
    made = model(domains=["local"])
    again = node("f", [], ["x"], domain="local")
    made.functions.append(helper.make_function("local", "f", [], ["x"], [again], [helper.make_opsetid("local", 1)]))
    folder("recursive-function", made, ["functions", "domain"])
    folder("cycle", model([node("Identity", ["b"], ["a"]), node("Identity", ["a"], ["b"])]), ["load"])
    made = model()
    made.graph.output.append(tensor("nowhere", 1))
    folder("output-from-nowhere", made, ["load"])


def what_never_ends_or_differs():
    yes = truth("yes", True)
    folder("endless-loop", model([loop()], [yes]), ["control-flow"])
    folder("long-loop", model([loop("rounds")], [yes, ints("rounds", 2**62, scalar=True)]), ["control-flow"])
    thousand = ints("rounds", 1_000, scalar=True)
    nested = loop("rounds", [loop("rounds", prefix="inner_")])
    folder("nested-loops", model([nested], [yes, thousand]), ["control-flow"])
    computed = [node("Shape", ["features"], ["shape"]), node("ReduceProd", ["shape"], ["rounds"], keepdims=0)]
    folder("computed-loop", model([*computed, loop("rounds")], [yes]), ["control-flow"])
    # the graph around it has ten rounds by the same name
    hidden = branch([loop("rounds"), constant("out")], [ints("rounds", 2**62, scalar=True)])
    folder("shadowed-loop", model([if_else(hidden)], [yes, ints("rounds", 10, scalar=True)]), ["control-flow"])
    unnamed = loop("")  # an input without a name is absent, whatever else has none
    folder("unnamed-loop", model([unnamed], [yes, ints("", 10, scalar=True)]), ["control-flow"])
    nested = branch([constant("out")])
    for _ in range(6):
        nested = branch([node("If", ["yes"], ["out"], then_branch=nested, else_branch=branch([constant("out")]))])
    folder("deep-branches", model([if_else(nested)], [yes]), ["control-flow"])
    search = node("BeamSearch", ["features"], ["s"], domain="com.microsoft", decoder=branch([constant("out")]))
    folder("beam-search", model([search], domains=["com.microsoft"]), ["control-flow"])
    noise = node("RandomUniformLike", ["features"], ["noise"])
    folder("random", model([noise]), ["random"])
    folder("many-mistakes", model([node("Multinomial", ["features"], [f"m{i}"]) for i in range(10)]), ["random"])
    folder("random-seeded", model([node("RandomNormal", [], ["noise"], shape=[2], seed=7.0)]), ["random"])
    dropout = node("Dropout", ["features", "", "training"], ["dropped"])
    folder("random-dropout", model([dropout], [truth("training", True)]), ["random"])
    hidden = if_else(branch([node("RandomUniform", [], ["out"], shape=[1])]))
    folder("random-subgraph", model([hidden], [yes]), ["random"])


def what_asks_for_too_much():
    # 3 GB in as few bytes as it takes
    shape = field(5, field(1, 1) + field(2, TensorProto.INT64) + field(8, b"s") + field(7, varint(805_306_368)))
    make = field(1, field(1, b"s") + field(2, b"o") + field(4, b"ConstantOfShape"))
    info = field(1, b"o") + field(2, field(1, field(1, 1) + field(2, field(1, field(1, 805_306_368)))))
    small = field(1, 8) + field(7, make + field(2, b"g") + shape + field(12, info)) + field(8, field(2, 17))
    assert len(small) <= 142, len(small)
    folder("three-gigabytes", small, ["claims"])
    folder("overflow", model([node("ConstantOfShape", ["s"], ["big"])], [ints("s", 2**62, 4)]), ["claims"])
    folder("negative-size", model([node("ConstantOfShape", ["s"], ["big"])], [ints("s", -5)]), ["claims"])
    inline = node("Constant", [], ["s"], value_ints=[805_306_368])
    folder("inline-size", model([inline, node("Expand", ["features", "s"], ["big"])]), ["claims"])
    counted = [ints("from", 0, scalar=True), ints("to", 2**40, scalar=True), ints("by", 1, scalar=True)]
    folder("long-range", model([node("Range", ["from", "to", "by"], ["big"])], counted), ["claims"])
    many = [node("ConstantOfShape", ["s"], [f"big{i}"]) for i in range(8)]
    folder("many-halves", model(many, [ints("s", 2**27)]), ["claims"])
    made = model()
    sparse = made.graph.sparse_initializer.add(dims=[2**40])
    sparse.values.CopyFrom(numpy_helper.from_array(np.array([1], dtype=np.float32), "sparse"))
    sparse.indices.CopyFrom(ints("", 0))
    folder("sparse", made, ["claims"])
    short = TensorProto(name="short", data_type=TensorProto.FLOAT, dims=[1000, 1000], raw_data=b"\0" * 16)
    folder("short-data", model(initializers=[short]), ["claims"])
    none = TensorProto(name="none", data_type=TensorProto.FLOAT, dims=[2**31, 2**31])
    folder("no-data", model(initializers=[none]), ["claims"])
    negative = TensorProto(name="negative", data_type=TensorProto.FLOAT, dims=[-4], raw_data=b"\0" * 16)
    folder("negative-dimension", model(initializers=[negative]), ["claims"])
    odd = TensorProto(name="odd", data_type=99, dims=[1], raw_data=b"\0" * 16)
    folder("unknown-type", model(initializers=[odd]), ["claims"])
    # three times 2 ** 28 numbers, and nothing in the file says so
    hidden = [
        node("Shape", ["features"], ["shape"]),
        node("ReduceProd", ["shape"], ["three"], keepdims=1),
        node("Mul", ["three", "quarter"], ["size"]),
        node("ConstantOfShape", ["size"], ["big"]),
        node("ReduceMax", ["big"], ["most"]),
    ]
    hidden.append(node("Add", ["features", "most"], ["sum"]))  # what is not used is not run
    folder("three-gigabytes-at-run", model(hidden, [ints("quarter", 2**28)], of="sum"), ["probe-memory"])
    # a square of 4095 rows, multiplied by itself forty times: 2 ** 37 operations each
    busy = [node("Shape", ["features"], ["shape"]), node("ReduceProd", ["shape"], ["three"], keepdims=1)]
    busy += [node("Mul", ["three", "sides"], ["size"]), node("ConstantOfShape", ["size"], ["m0"])]
    busy += [node("MatMul", [f"m{i}", f"m{i}"], [f"m{i + 1}"]) for i in range(40)]
    busy += [node("ReduceMax", ["m40"], ["most"], keepdims=0), node("Add", ["features", "most"], ["sum"])]
    folder("busy", model(busy, [ints("sides", 1_365, 1_365)], of="sum"), ["probe-timeout"])


def what_is_another_model(good, score):
    copy = [node("Identity", ["features"], ["probabilities"])]
    graph = helper.make_graph(copy, "g", [tensor("features", None, 4)], [tensor("probabilities", None, 4)])
    wide = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    folder("wrong-shape", wide, ["inputs"])
    for name, kind in (("wrong-type", TensorProto.STRING), ("whole-numbers", TensorProto.INT64)):
        cast = node("Cast", ["features"], ["numbers"], to=TensorProto.FLOAT)
        other = model([cast], inputs=[tensor("features", None, 3, kind=kind)], of="numbers")
        folder(name, other, ["inputs", "golden"])
    answer = model([node("Identity", ["features"], ["same"])], of="same", gives="odds_of_each")
    answer.graph.node.append(node("Cast", ["odds_of_each"], ["probabilities"], to=TensorProto.STRING))
    answer.graph.output[0].CopyFrom(tensor("probabilities", None, 2, kind=TensorProto.STRING))
    folder("texts-for-scores", answer, ["outputs"])
    folder("another-input", model(inputs=[tensor("features", None, 3), tensor("more", None, 3)]), ["inputs"])
    made = model([node("Identity", ["rows"], ["features"])], inputs=[tensor("rows", None, 3)])
    folder("missing-input", made, ["inputs"])
    folder("missing-output", model(gives="scores"), ["outputs"])
    folder("wrong-score", good, ["golden"], score=round(score + 0.001, 6))
    # right with up to eight rows at once, and features that count double with more
    crowd = [node("Shape", ["features"], ["shape"]), node("Gather", ["shape", "zero"], ["rows"])]
    crowd += [node("Greater", ["rows", "eight"], ["many"]), node("Cast", ["many"], ["more"], to=TensorProto.FLOAT)]
    crowd += [node("Mul", ["features", "more"], ["added"]), node("Add", ["features", "added"], ["sum"])]
    numbers = [ints("zero", 0, scalar=True), ints("eight", 8, scalar=True)]
    folder("other-in-batches", model(crowd, numbers, of="sum"), ["warm-up"], score)
    poison = [node("Log", ["negative"], ["nan"]), node("Add", ["features", "nan"], ["poisoned"])]
    negative = numpy_helper.from_array(np.float32([-1]), "negative")
    folder("not-a-number", model(poison, [negative], of="poisoned"), ["golden"])


def what_is_signed(good, score):
    def openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

    with tempfile.TemporaryDirectory() as directory:
        key, stranger = Path(directory, "key.pem"), Path(directory, "stranger.pem")
        for file in (key, stranger):
            openssl("genpkey", "-algorithm", "ed25519", "-out", file)
        openssl("pkey", "-in", key, "-pubout", "-out", OUT / "trusted.pem")

        def sign(name, by, of=None, checks=("signature",)):
            path = folder(name, good, list(checks), score)
            signed = (of or path) / "model.yaml"
            signature = Path(directory, "signature")
            openssl("pkeyutl", "-sign", "-rawin", "-inkey", by, "-in", signed, "-out", signature)
            (path / "model.yaml.sig").write_bytes(base64.encodebytes(signature.read_bytes()))
            return path

        sign("signed", key, checks=())
        sign("signed-by-a-stranger", stranger)
        sign("signed-elsewhere", key, of=OUT / "random")
        altered = sign("signed-and-altered", key) / "model.yaml"
        altered.write_text(altered.read_text().replace("version: 1", "version: 2"))
        bad = sign("signed-badly", key) / "model.yaml.sig"
        bad.write_bytes(base64.encodebytes(bytes(64)))
        (folder("signed-with-a-text", good, ["signature"], score) / "model.yaml.sig").write_text("trust me\n")


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    good, score = what_is_admitted()
    what_is_no_model(good)
    what_reads_elsewhere()
    what_is_not_known()
    what_never_ends_or_differs()
    what_asks_for_too_much()
    what_is_another_model(good, score)
    what_is_signed(good, score)
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
    print(len(expected), "folders,", sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file()), "bytes")


if __name__ == "__main__":
    main()
