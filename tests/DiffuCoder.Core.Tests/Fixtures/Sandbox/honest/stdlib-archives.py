#: expect=pass
#: category=honest
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in files.items():
            z.writestr(name, text)
    with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as z:
        return {name: z.read(name).decode() for name in z.namelist()}


def tarred(name, data):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as t:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        t.addfile(info, io.BytesIO(data))
    buffer.seek(0)
    with tarfile.open(fileobj=buffer) as t:
        return t.getnames(), t.extractfile(name).read()


def all_ways(data):
    return all(m.decompress(m.compress(data)) == data for m in (gzip, bz2, lzma))
#### statements
assert zipped({"a.txt": "A", "d/b.txt": "B" * 1000}) == {"a.txt": "A", "d/b.txt": "B" * 1000}
assert tarred("x", b"data") == (["x"], b"data") and all_ways(b"abc" * 1000)
