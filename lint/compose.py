#!/usr/bin/env python3
"""Checks deploy/**/compose.yml: against compose's own schema, and for what the schema does not check: loopback, pinned images, no password in git.

The schema is the one inside the package check-jsonschema (setup/versions.txt, group lint); without it that part is skipped,
and the check says so. Prints one line a finding; exits 1 if there is one.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = ".deps/venv-lint/lib/python3*/site-packages/check_jsonschema/builtin_schemas/vendor/compose-spec.json"
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN", re.I)
FROM_OUTSIDE = re.compile(r"\$\{(\w+):\?[^}]+\}")


def schema():
    found = sorted(ROOT.glob(SCHEMA))
    return json.loads(found[-1].read_text()) if found else None


def image_finding(service):
    name, _, tag = service.get("image", "").rpartition(":")
    if not name or tag in ("", "latest") or "/" in tag:
        return f"an image without a version: {service.get('image')}"


def port_findings(service):
    for port in service.get("ports", []):
        if not isinstance(port, str) or not re.match(r"127\.0\.0\.1:\d+:\d+$", port):
            yield f"a port that is not loopback's: {port}"


def secret_findings(service, made, declared):
    """Yields faults of secrets. `made`: the names that secrets.sh writes into .env; `declared`: secrets of the compose file, by name."""
    environment, mounted = service.get("environment", {}), service.get("secrets", [])
    for name in mounted:
        if name not in declared:
            yield f"mounts secret {name}, which is not declared"
        elif not re.match(r"\./secrets/[\w.-]+$", declared[name].get("file", "")):
            yield f"secret {name} is no file of ./secrets"
    for key, value in environment.items():
        text = str(value)
        for name in re.findall(r"/run/secrets/([\w.-]+)", text):
            if name not in mounted:
                yield f"{key} reads secret {name}, which is not mounted"
        if SECRET.search(key) and key.endswith("_FILE") and text.startswith("/run/secrets/"):
            continue
        if SECRET.search(key) and not FROM_OUTSIDE.fullmatch(text):
            yield f"{key} is written here: let secrets.sh make it"
        if re.search(r"://[^/\s]*:[^$/\s@]+@", text):
            yield f"{key} holds a password"
        for name in re.findall(r"\$\{(\w+)(?!\w|:-\})", text):  # ${NAME:-} may be left empty
            if name not in made:
                yield f"{key} wants {name}, which secrets.sh does not make"
            if not FROM_OUTSIDE.search(text):
                yield f"{key}: say ${{{name}:?…}}, so that an empty password starts nothing"


def mount_findings(name, service, volumes, folder):
    for mount in service.get("volumes", []):
        source = str(mount).split(":")[0]
        if source.startswith("."):
            if not (folder / source).exists():
                yield f"mounts {source}, which is not there"
        elif source not in volumes:
            yield f"mounts {source}, which is no volume here"


def check_compose(text, folder, made, spec=None):
    content = yaml.safe_load(text)
    if spec:
        for error in jsonschema.Draft7Validator(spec).iter_errors(content):
            yield f"{'.'.join(str(p) for p in error.absolute_path)}: {error.message[:160]}"
    services = content.get("services", {})
    for name, service in services.items():
        found = [image_finding(service), *port_findings(service), *secret_findings(service, made, content.get("secrets", {})),
                 *mount_findings(name, service, content.get("volumes", {}), folder)]
        for other in service.get("depends_on", {}):
            if other not in services:
                found.append(f"depends on {other}, which is no service")
            elif service["depends_on"][other].get("condition") == "service_healthy" and "healthcheck" not in services[other]:
                found.append(f"waits for {other} to be healthy, which says no healthcheck")
        if "segue" in service.get("image", "") and not (service.get("read_only") and service.get("cap_drop") == ["ALL"]):
            found.append("ours, and neither read-only nor without capabilities")
        for what in filter(None, found):
            yield f"{name}: {what}"


def main():
    count, spec = 0, schema()
    for path in sorted((ROOT / "deploy").rglob("compose.yml")):
        script = path.parent / "secrets.sh"
        made = set(re.findall(r"\b[A-Z][A-Z_]+\b", script.read_text())) if script.exists() else set()
        for what in check_compose(path.read_text(), path.parent, made, spec):
            print(f"{path.relative_to(ROOT)}:1: {what}")
            count += 1
    print(f"compose: {count} findings" + ("" if spec else " (its schema is not installed: setup/install lint)"))
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
