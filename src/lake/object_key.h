// The grammar of keys: every key of an object is made and read here (docs/formats/lake.md).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "lake/kinds.h"
#include "lake/lake.h"
#include "lake/objects.h"

namespace segue::lake {

// The beginning of every key.
inline constexpr std::string_view kAllObjects = "v1/";

// Returns "v1/<user>/" or "v1/<user>/<kind>/".
std::string prefix_of(std::string_view user);
std::string prefix_of(std::string_view user, ObjectKind kind);
// Returns "v1/<user>/<kind>/YYYY/MM/DD", which sorts before every dated key of that day (UTC) and of later days.
std::string prefix_of(std::string_view user, ObjectKind kind, base::Instant day);

// Returns v1/<user>/<kind>/YYYY/MM/DD/<time>-<first 12 of sha256>.json.zst. `time` is the server's Date, or our clock
// with a `~` behind it. If the envelope has a subject or an offset, the digest is that of request and sha256.
std::string dated_key(std::string_view user, ObjectKind kind, const Envelope& envelope);
// Returns v1/<user>/import/<sha256>.zst.
std::string import_key(std::string_view user, std::string_view sha256);
// Returns v1/<user>/import/<sha256 of the container>.manifest.zst.
std::string manifest_key(std::string_view user, std::string_view container_sha256);

// The parts of a key.
struct ObjectKey {
  std::string user;
  ObjectKind kind = ObjectKind::imported;
  std::optional<std::chrono::sys_days> day;  // nothing if the key has no day, as keys of imports
  std::string sha256;                        // imports: the member's; a manifest: the container's
  bool is_manifest = false;                  // the manifest of an import
};
// Returns the parts of a key. Returns nothing for a text that is no key of ours: it begins otherwise, or has no user,
// an unknown kind or no name after the kind.
std::optional<ObjectKey> parse_key(std::string_view key);

// Returns the key of the newest object of a kind, or nothing if there is none. `now` only decides where to look first:
// in the last three days.
std::optional<std::string> newest(const Lake& lake, std::string_view user, ObjectKind kind, base::Instant now);

}  // namespace segue::lake
