"""What may stand behind `model`: the names of the built-in networks and the endings of files."""

BUILTIN = ("mobilenet-ssd", "tiny", "no-op")
"""Networks that need no file; `models` builds them."""

FORMATS = (".xml", ".onnx", ".pb", ".tflite", ".pdmodel")
"""Files that OpenVINO reads."""
