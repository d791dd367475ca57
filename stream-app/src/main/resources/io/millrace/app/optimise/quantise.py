"""Writes an ONNX model with weights of eight bits: quantise.py FROM TO

Exit status: 0 it is there; 3 nothing in FROM can be quantised, and nothing is written; else the last line of what it says
is why it could not be.
"""

import collections
import pathlib
import sys

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic


NOTHING_TO_DO = 3


def operators(path):
    return collections.Counter(node.op_type for node in onnx.load(path).graph.node)


def main(source, target):
    quantize_dynamic(source, target, weight_type=QuantType.QInt8)
    if operators(source) == operators(target):
        pathlib.Path(target).unlink()
        sys.exit(NOTHING_TO_DO)


if __name__ == "__main__":
    main(*sys.argv[1:])
