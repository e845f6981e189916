"""Models that need no file, and files that hold one: what `spec` and `models` both know."""

BUILTIN = ("mobilenet-ssd", "tiny", "no-op")
"""Models that need no file; `models` builds them."""

FORMATS = (".xml", ".onnx", ".pb", ".pbtxt", ".tflite", ".pdmodel")
"""Endings of the files that OpenVINO reads."""

SAVED_MODEL = "saved_model.pb"
"""The file of TensorFlow's SavedModel; OpenVINO reads the folder in which it lies."""
