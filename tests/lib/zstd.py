"""Zstandard from the library that segue itself is linked with, because Python 3.11 has none."""
import ctypes
import ctypes.util

LEVEL, CHECKSUM = 100, 201  # ZSTD_cParameter


def library():
    lib = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
    for name in ("ZSTD_compressBound", "ZSTD_compress2", "ZSTD_decompress", "ZSTD_isError"):
        getattr(lib, name).restype = ctypes.c_size_t
    lib.ZSTD_createCCtx.restype, lib.ZSTD_getFrameContentSize.restype = ctypes.c_void_p, ctypes.c_ulonglong
    return lib


def compress(content, level=1):
    """Returns one frame with a checksum. Other threads run meanwhile."""
    lib = library()
    context = ctypes.c_void_p(lib.ZSTD_createCCtx())
    lib.ZSTD_CCtx_setParameter(context, LEVEL, level)
    lib.ZSTD_CCtx_setParameter(context, CHECKSUM, 1)
    most = lib.ZSTD_compressBound(ctypes.c_size_t(len(content)))
    out = ctypes.create_string_buffer(most)
    size = lib.ZSTD_compress2(context, out, ctypes.c_size_t(most), content, ctypes.c_size_t(len(content)))
    lib.ZSTD_freeCCtx(context)
    if lib.ZSTD_isError(ctypes.c_size_t(size)):
        raise RuntimeError("libzstd refuses")
    return out.raw[:size]


def decompress(frame):
    """Returns the content of one frame whose header has its size."""
    lib = library()
    size = lib.ZSTD_getFrameContentSize(frame, ctypes.c_size_t(len(frame)))
    out = ctypes.create_string_buffer(size or 1)
    if lib.ZSTD_isError(ctypes.c_size_t(lib.ZSTD_decompress(out, ctypes.c_size_t(size), frame, ctypes.c_size_t(len(frame))))):
        raise RuntimeError("libzstd refuses")
    return out.raw[:size]
