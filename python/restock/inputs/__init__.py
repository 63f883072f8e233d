"""The front door: what the input holds, as SQL that reads it, or a refusal in words."""

from restock.inputs.contract import Contract
from restock.inputs.folder import SAMPLE
from restock.inputs.reading import InputReading, read_input
from restock.inputs.refusal import InputRefusedError

__all__ = ["SAMPLE", "Contract", "InputReading", "InputRefusedError", "read_input"]
