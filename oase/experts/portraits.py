"""The drawn portraits a person may choose from: keys of `faces.svg`."""

PORTRAITS = (
    "abebe", "ada", "anneke", "aylin", "beate", "bruno", "clara", "dora", "eleanor", "emil", "fatma", "grace",
    "greta", "harpreet", "helga", "henrik", "ines", "irina", "jonas", "karla", "kofi", "lena", "linh", "mallory",
    "marcus", "marta", "mehmet", "murat", "nia", "nils", "oskar", "pia", "priya", "ruth", "sabine", "samira",
    "samuel", "sven", "tarek", "tobias", "wei", "yuki", "yusuf",
)  # fmt: skip
