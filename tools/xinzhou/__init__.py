"""What the demonstration inputs of Xinzhou 2023 are made from; `tools/make_xinzhou_inputs.py` writes them."""
