"""A certificate authority of a test's own, by the openssl program."""
import ssl
import subprocess

CONFIG = """[ca]
default_ca = own
[own]
dir = {folder}
database = $dir/{name}.index
rand_serial = yes
new_certs_dir = $dir
certificate = $dir/{name}.pem
private_key = $dir/{name}.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
"""
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")


class Authority:
    def __init__(self, folder, name):
        self.folder, self.name, self.count = folder, name, 0
        self.file = folder / f"{name}.pem"
        (folder / f"{name}.index").write_text("")
        (folder / f"{name}.cnf").write_text(CONFIG.format(folder=folder, name=name))
        self._openssl("req", "-x509", *NEW_KEY, "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, text=True)

    def server(self, holder, begin="20200101000000Z", end="20600101000000Z"):
        """Returns the context of a TLS server; `holder`: "IP:127.0.0.1" or "DNS:a.example"."""
        self.count += 1
        name = f"{self.name}-{self.count}"
        (self.folder / f"{name}.ext").write_text(f"subjectAltName = {holder}\n")
        self._openssl("req", "-new", *NEW_KEY, "-subj", "/CN=server", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        self._openssl("ca", "-batch", "-notext", "-config", f"{self.name}.cnf", "-startdate", begin, "-enddate", end, "-in", f"{name}.csr",
                      "-extfile", f"{name}.ext", "-out", f"{name}.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context
