"""Verifies certificates as docs/certificate.md describes them, with Python's standard library only.

usage: verifier.py KEYS, where KEYS is a file with the JSON Web Key Set. Each line of standard input is a JSON
object with certificate, content and, possibly, title. Each line of standard output is the object of its claims.
"""

import base64
import hashlib
import json
import sys

# Ed25519 (RFC 8032, section 5.1): -x^2 + y^2 = 1 + d x^2 y^2 over the field of p elements.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(one, other):
    """The sum of two points in extended coordinates (X, Y, Z, T), RFC 8032, section 5.1.4."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(text):
    """The point of 32 bytes, or None (RFC 8032, section 5.1.3)."""
    if len(text) != 32:
        return None
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


class Multiples:
    """The multiples of a point by every digit of a number to the base 16, so that a product needs 64 sums."""

    def __init__(self, point):
        self.rows = []
        for _ in range(64):
            row = [NEUTRAL]
            for _ in range(15):
                row.append(add(row[-1], point))
            self.rows.append(row)
            point = add(row[-1], point)

    def product(self, number, total=NEUTRAL):
        for row in self.rows:
            if number & 15:
                total = add(total, row[number & 15])
            number >>= 4
        return total


BASE_Y = 4 * pow(5, -1, P) % P
BASE = Multiples(decode_point(BASE_Y.to_bytes(32, "little")))


class PublicKey:
    def __init__(self, text):
        self.text = text
        x, y, z, t = decode_point(text)
        self.negated = Multiples((P - x, y, z, P - t))

    def has_signed(self, message, signature):
        """RFC 8032, section 5.1.7."""
        if len(signature) != 64:
            return False
        r, s = signature[:32], int.from_bytes(signature[32:], "little")
        if s >= ORDER:
            return False
        digest = hashlib.sha512(r + self.text + message).digest()
        challenge = int.from_bytes(digest, "little") % ORDER
        return encode_point(self.negated.product(challenge, BASE.product(s))) == r


def decode_part(part):
    """The bytes of a part in base64url; None if it is not the text that its bytes encode to."""
    try:
        text = part.encode("ascii")
        decoded = base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, ValueError):
        return None
    return decoded if base64.urlsafe_b64encode(decoded).rstrip(b"=") == text else None


def decode_object(text):
    try:
        value = json.loads(text.decode("utf-8"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def read_keys(key_set):
    """The public keys of a JSON Web Key Set by their ids."""
    suitable = (key for key in key_set["keys"] if key["kty"] == "OKP" and key["crv"] == "Ed25519")
    return {key["kid"]: PublicKey(decode_part(key["x"])) for key in suitable}


def open_certificate(certificate, keys):
    """The payload of a certificate whose signature is confirmed, or None."""
    parts = certificate.split(".")
    if len(parts) != 3:
        return None
    header, payload, signature = map(decode_part, parts)
    if header is None or payload is None or signature is None:
        return None
    members = decode_object(header)
    if members is None or members.get("alg") != "EdDSA" or "crit" in members:
        return None
    if members.get("typ") != "jiraiya-certificate" or not isinstance(members.get("kid"), str):
        return None
    key = keys.get(members["kid"])
    if key is None or not key.has_signed(f"{parts[0]}.{parts[1]}".encode("ascii"), signature):
        return None
    statement = decode_object(payload)
    is_known = statement is not None and statement.get("format") == 1
    return statement if is_known and statement["format"] is not True else None


def result(is_confirmed):
    return "confirmed" if is_confirmed else "refuted"


def has_hash(text, expected):
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest() == expected
    except UnicodeEncodeError:
        return False


def agrees(entry, units):
    """Whether an entry of checks.keywords agrees with a content, given as UTF-16 with two bytes a unit."""
    at = entry["at"]
    form, evidence = entry.get("form"), entry.get("evidence")
    if entry["result"] == "missing":
        return form is None and evidence is None and at == []
    kinds = {"used": ("exact", "inflected"), "unconfirmed": ("model",)}
    if evidence not in kinds[entry["result"]] or form is None:
        return False
    if any(second <= first for first, second in zip([-1] + at, at)):
        return False
    if any(2 * offset >= len(units) for offset in at):
        return False
    wanted = utf16(form)
    return any(units[2 * offset : 2 * offset + len(wanted)] == wanted for offset in at)


def utf16(text):
    return text.encode("utf-16-le", "surrogatepass")


def verify(certificate, content, title, keys):
    statement = open_certificate(certificate, keys)
    if statement is None:
        return {"signature": "refuted"}
    units = utf16(content)
    return {
        "signature": "confirmed",
        "content": result(has_hash(content, statement["contentSha256"])),
        "title": "not_checked" if title is None else result(has_hash(title, statement["titleSha256"])),
        "keywords": result(all(agrees(entry, units) for entry in statement["checks"]["keywords"])),
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        keys = read_keys(json.load(file))
    for line in sys.stdin.buffer:
        given = json.loads(line)
        claims = verify(given["certificate"], given["content"], given.get("title"), keys)
        print(json.dumps(claims), flush=False)


if __name__ == "__main__":
    main()
