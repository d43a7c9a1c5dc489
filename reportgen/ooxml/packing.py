"""Packing a zip with the same bytes every time."""

from collections.abc import Collection, Mapping

_DATE = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
_COMPRESSED = (".png", ".jpg", ".jpeg")


def packed(parts: Mapping[str, bytes], first: Collection[str] = (), stored: tuple[str, ...] = _COMPRESSED, comment: bytes = b"") -> bytes:
    """A zip of `parts` by name: `first` come first, the others in the order of their names. The same parts give the same bytes.

    What ends as one of `stored` says is put in as it is, the rest compressed.
    """
    import io
    import zipfile  # not needed by a build that has nothing to do

    ahead = [name for name in first if name in parts]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name in ahead + sorted(parts.keys() - set(ahead)):
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_STORED if name.endswith(stored) else zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, parts[name])
    return buffer.getvalue()
