from io import StringIO

from pyinfra import host
from pyinfra.operations import apt, files, server

apt.packages(packages=["tree", "ipvsadm"])
files.directory(path="/etc/lb", mode="750", user="root", group="root")
for number in range(1, 5):
    settings = "".join(f"setting_{i} = value of setting {i} in file {number}\n" for i in range(40))
    files.put(src=StringIO(f"host {host.name}\nfile {number}\n{settings}"), dest=f"/etc/lb/{number}.conf", mode="640", user="root", group="root")
files.line(path="/etc/default/bench", line="^AUTO=.*", replace='AUTO="true"')
server.user(user="lb", system=True, shell="/usr/sbin/nologin", home="/etc/lb", create_home=False, ensure_home=False)
for key, value in [("net.ipv4.ip_forward", 1), ("net.ipv4.conf.all.arp_ignore", 1), ("net.ipv4.conf.all.arp_announce", 2)]:
    server.sysctl(key=key, value=value, persist=True, persist_file="/etc/sysctl.d/zz-bench.conf")
