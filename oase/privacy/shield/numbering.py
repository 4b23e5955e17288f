"""How a house is numbered."""

import re

HOUSE = re.compile(
    r"\.?(?:,?[ ]{0,2}(?:nr\.?|hausnummer|hausnr\.?)?[ ]{0,2})(\d{1,4})(?!\d|[.,:]\d|[ ]?(?:€|%|euro|"
    r"uhr|km|minuten|meter|stunden|tage|wochen|monate|jahre|grad|stück|ml|mal)\b)"
    r"(?:[ ]?[a-zA-Z](?![\w]))?(?:[ ]?[-/+][ ]?\d{1,4}(?:[ ]?[a-z](?!\w))?)?(?!\w)(?:[ ]?/[ ]?(?:top|"
    r"stiege|haus|whg\.?)?[ ]?\d{1,3}){0,2}",
    re.I,
)
"""What may stand after the name of a street: "4", "Nr. 4 b", "12-14", "45/3/12"; nothing that is counted or paid."""
