"""What goes wrong with files, SFTP and S3: one clear sentence, an error name, nothing half-written."""

import os
from pathlib import Path

import flowtask
from failing import WRONG, Cut, Failing

here = Failing("failures of transfers")
servers, connections = here.servers, here.connections
remote = Path(servers["SFTP_ROOT"]) / "failures"
remote.mkdir(exist_ok=True)
(remote / "data.bin").write_bytes(os.urandom(20_000_000))
store = flowtask.make_bucket(servers, "failures")
store.upload_file(str(remote / "data.bin"), "failures", "data.bin")


def sftp_url(port):
    return f"sftp://{servers['SFTP_USER']}@127.0.0.1:{port}{remote}"


def sftp(**options):
    return connections.sftp("failures", **options)


def s3(**options):
    return connections.s3("failures", **options)


def from_files():
    here.copy_fails("a missing connection", "nowhere:a", "Connection.NotFound", ["nowhere", "connections.yaml|there"])
    here.copy_fails("a missing local file", "local:none.bin", "Files.NotFound", ["none.bin"])
    here.copy_fails("a path that leads out", "local:../x", "Files.InvalidPath", [r"\.\."])
    here.copy_fails("a wrong checksum", "local:data.bin", "Files.ChecksumMismatch", [], sha256="0" * 64)
    if disk := here.small_disk():
        here.copy_fails("a full disk", "local:data.bin", "Files.DiskFull", ["space|full"], before=disk)


def from_sftp():
    get = here.copy_fails
    get("a missing file", "vendor:none.bin", "Files.NotFound", ["none.bin"])
    get("a changed host key", "impostor:data.bin", "Files.HostKeyRefused", ["known_hosts_wrong"])
    get("an unknown host", "unknown:data.bin", "Files.HostKeyRefused", ["known_hosts_empty"])
    get("a key that is not accepted", "stranger:data.bin", "Files.AuthenticationFailed")
    get("a wrong passphrase", "passphrase:data.bin", "Files.AuthenticationFailed", ["passphrase"])
    get("a server that is not there", "closed:data.bin", "Files.ConnectionFailed", ["127.0.0.1"])
    get("a dropped SFTP connection", "cut:data.bin", "Files.ConnectionLost")
    if servers["SFTP_PASSWORD_USER"]:
        get("a wrong password", "password:data.bin", "Files.AuthenticationFailed", ["password"])


def from_s3():
    get = here.copy_fails
    get("a key that is not there", "lake:none.bin", "Files.NotFound", ["none.bin"])
    get("a bucket that is not there", "nobucket:a", r"Files.NotFound|S3\.NoSuchBucket", ["no-such-bucket"])
    get("a wrong secret", "wrong:data.bin", r"Files\.A|S3\.SignatureDoesNotMatch", ["signature|secret|check"])
    get("no right to read", "forbidden:data.bin", "Files.AccessDenied")
    get("a store that is not there", "closedlake:data.bin", "Files.ConnectionFailed", ["127.0.0.1"], timeout=90)
    get("an S3 connection that drops each time", "cutlake:data.bin", r"Files\.Connection(Lost|Failed)", timeout=90)


def to_s3():
    here.copy_fails("an upload that breaks", "cut:data.bin", "Files.ConnectionLost", target="lake:broken.bin")
    here.copy_fails("no right to write", "local:data.bin", "Files.AccessDenied", target="forbidden:broken.bin")
    names = [item["Key"] for item in store.list_objects_v2(Bucket="failures").get("Contents", [])]
    here.checks.check("a broken upload is not visible", names == ["data.bin"], names)
    uploads = store.list_multipart_uploads(Bucket="failures").get("Uploads", [])
    here.checks.check("no multipart upload is left open", not uploads, uploads)


def to_sftp():
    target = {"target": "vendor:new.bin", "sha256": "0" * 64}
    here.copy_fails("a checksum refused on SFTP", "local:data.bin", "Files.ChecksumMismatch", **target)
    names = sorted(path.name for path in remote.iterdir() if not path.name.startswith("."))
    here.checks.check("nothing half-written shows on SFTP", names == ["data.bin"], names)


with Cut(servers["SFTP_PORT"], 60_000) as cut_sftp, Cut(servers["S3_ENDPOINT"].rsplit(":", 1)[1], 600) as cut_s3:
    here.connect(
        local={"url": f"file:{remote}"},
        vendor=sftp(),
        impostor=sftp(known_hosts=servers["SFTP_KNOWN_HOSTS_WRONG"]),
        unknown=sftp(known_hosts=servers["SFTP_KNOWN_HOSTS_EMPTY"]),
        stranger=sftp(key=servers["SFTP_KEY_STRANGER"]),
        passphrase=sftp(key=servers["SFTP_KEY_ENCRYPTED"], key_passphrase=WRONG),
        password=connections.sftp_by_password("failures", password=WRONG),
        closed=sftp(url=sftp_url(9)),
        cut=sftp(url=sftp_url(cut_sftp), host_key_check="off"),
        lake=s3(),
        nobucket=connections.s3("no-such-bucket"),
        wrong=s3(secret_access_key=WRONG),
        forbidden=s3(
            access_key_id=servers["S3_STRANGER_ACCESS_KEY"], secret_access_key=servers["S3_STRANGER_SECRET_KEY"]
        ),
        closedlake=s3(endpoint="http://127.0.0.1:9"),
        cutlake=s3(endpoint=f"http://127.0.0.1:{cut_s3}"),
    )
    from_files()
    from_sftp()
    from_s3()
    to_s3()
    to_sftp()
here.end()
