"""Spotify's OpenAPI file as a judge of answers and of requests."""
import json
import re
import urllib.parse

import jsonschema
import yaml

REMOVED = {"available_markets", "linked_from", "popularity", "album_group", "label", "followers", "country", "email",
           "explicit_content", "product"}
# Null in real answers though the file does not say so (the project's page on the API, sections 2.2 and 4).
NULL_TOO = {"context", "preview_url", "cursors", "next", "previous", "item", "track", "added_by", "images", "description",
            "after"}


class Specification:
    def __init__(self, path):
        self.root = yaml.safe_load(path.read_text())

    def resolved(self, node):
        while "$ref" in node:
            target = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def schema(self, node, name="", depth=0, sent=False):
        """Returns a JSON schema with references replaced and no further fields allowed; an answer's schema lacks the removed fields and allows
        the nulls of real answers. `sent`: the schema of what we send, for which only the file counts."""
        node = self.resolved(node)
        if depth > 12:
            return {}
        if "allOf" in node:
            merged = {}
            for part in node["allOf"]:
                found = self.schema(part, name, depth + 1, sent)
                merged.setdefault("properties", {}).update(found.pop("properties", {}))
                merged.update(found)
            node_type, out = merged.get("type", "object"), merged
        elif "oneOf" in node or "anyOf" in node:
            return {"anyOf": [self.schema(p, name, depth + 1, sent) for p in node.get("oneOf", node.get("anyOf"))]}
        else:
            node_type, out = node.get("type"), {}
            if "properties" in node:
                out["properties"] = {k: self.schema(v, k, depth + 1, sent) for k, v in node["properties"].items()
                                     if sent or k not in REMOVED}
            if "items" in node:
                out["items"] = self.schema(node["items"], "", depth + 1, sent)
            out |= {k: node[k] for k in ("enum", "minimum", "maximum", "pattern", "maxItems") if k in node and node_type != "array"}
        if out.get("properties"):
            out["additionalProperties"] = False
        if sent and isinstance(node.get("required"), list):
            out["required"] = node["required"]
        null = node.get("nullable") or (not sent and name in NULL_TOO)
        if isinstance(node_type, str) and node_type in ("object", "array", "string", "integer", "number", "boolean"):
            out["type"] = [node_type, "null"] if null else node_type
        if null:
            out.pop("enum", None)
        return out

    def operation(self, method, path):
        """Returns (template, operation) of a called path; None for a path that is not in the file."""
        for template, operations in self.root["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in operations:
                return template, operations[method]
        return None

    def request_faults(self, exchange):
        """Returns the faults of a request of ours by the file: its path, method, query and body; [] if there are none."""
        url = urllib.parse.urlsplit(exchange.path)
        found = self.operation(exchange.method.lower(), url.path.removeprefix("/v1"))
        if not found:
            return ["no operation of the file"]
        template, operation = found
        faults = ["deprecated"] if operation.get("deprecated") else []
        parameters = [self.resolved(p) for p in self.root["paths"][template].get("parameters", []) + operation.get("parameters", [])]
        known = {p["name"]: p for p in parameters if p["in"] == "query"}
        sent = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
        faults += [f"no query parameter is called {name}" for name, _ in sent if name not in known]
        faults += [f"{name} is sent twice" for name in {n for n, _ in sent} if [n for n, _ in sent].count(name) > 1]
        faults += [f"{name} is missing" for name, p in known.items() if p.get("required") and name not in dict(sent)]
        faults += [f"{name} is deprecated" for name, _ in sent if known.get(name, {}).get("deprecated")]
        for name, text in sent:
            faults += self.value_faults(known[name], text) if name in known else []
        named = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), url.path.removeprefix("/v1")).groupdict()
        for parameter in (p for p in parameters if p["in"] == "path"):
            faults += self.value_faults(parameter, named[parameter["name"]])
        return faults + self.body_faults(operation, exchange)

    def value_faults(self, parameter, text):
        schema = self.schema(parameter["schema"], sent=True)
        kinds = schema.get("type")
        try:
            value = int(text) if kinds == "integer" else text.split(",") if kinds == "array" else text
        except ValueError:
            return [f"{parameter['name']}={text} is no number"]
        return [f"{parameter['name']}={text}: {e.message}" for e in jsonschema.Draft7Validator(schema).iter_errors(value)]

    def body_faults(self, operation, exchange):
        if "requestBody" not in operation:
            return ["a body where none is known"] if exchange.body else []
        body = self.resolved(operation["requestBody"])
        if not exchange.body:
            return ["a body is missing"] if body.get("required") else []
        kind = next((v for k, v in exchange.headers.items() if k.lower() == "content-type"), "none")
        if kind not in body["content"]:
            return [f"a body of type {kind}"]
        try:
            value = json.loads(exchange.body)
        except ValueError:
            return ["a body that is no JSON"]
        schema = self.schema(body["content"][kind]["schema"], sent=True)
        return [f"body {'/'.join(map(str, e.path))}: {e.message}" for e in jsonschema.Draft7Validator(schema).iter_errors(value)]

    def answer_schema(self, operation, status):
        answer = self.resolved(operation["responses"][str(status)])
        return self.schema(answer["content"]["application/json"]["schema"]) if "content" in answer else None
