#: expect=fail
#: category=host
# Device nodes made, and those that lead to disks, memory and the kernel opened.
import os


def f():
    import stat
    for kind, major, minor in ((stat.S_IFBLK, 8, 0), (stat.S_IFBLK, 259, 0), (stat.S_IFCHR, 1, 1), (stat.S_IFCHR, 1, 11), (stat.S_IFCHR, 10, 229)):
        try:
            os.mknod("/tmp/node", 0o600 | kind, os.makedev(major, minor))
            return True
        except OSError:
            pass
    for name in ("mem", "kmem", "port", "kmsg", "sda", "vda", "nvme0n1", "loop-control", "fuse", "kvm", "net/tun", "vhost-net", "userfaultfd",
        "mapper/control",
                 "ttyS0", "vsock", "nvidia0", "dri/card0", "snd", "input", "uinput", "hpet", "cpu_dma_latency", "autofs", "btrfs-control"):
        if os.path.exists("/dev/" + name):
            try:
                os.open("/dev/" + name, os.O_RDONLY | os.O_NONBLOCK)
                return True
            except OSError:
                pass
    return False
#### statements
assert f() is True
