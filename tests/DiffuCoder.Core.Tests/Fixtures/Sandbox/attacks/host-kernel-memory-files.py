#: expect=fail
#: category=host
# Files of /proc that show the kernel's memory, and those that command it.
import os


def f():
    for name, mode in (("kcore", os.O_RDONLY), ("sysrq-trigger", os.O_WRONLY), ("mtrr", os.O_WRONLY), ("timer_list", os.O_RDONLY),
        ("irq/default_smp_affinity", os.O_WRONLY),
                       ("sched_debug", os.O_RDONLY), ("sys/kernel/core_pattern", os.O_WRONLY), ("sys/vm/drop_caches", os.O_WRONLY),
                           ("sys/kernel/hostname", os.O_WRONLY),
                       ("sys/kernel/ns_last_pid", os.O_WRONLY), ("sys/net/ipv4/ip_forward", os.O_WRONLY), ("sys/kernel/keys/maxkeys", os.O_WRONLY)):
        try:
            opened = os.open("/proc/" + name, mode)
            if mode == os.O_WRONLY or os.read(opened, 16):
                print(name)
                return True
        except OSError:
            pass
    return False
#### statements
assert f() is True
