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

// Every key begins with it.
inline constexpr std::string_view kAllObjects = "v1/";

// "v1/<user>/", "v1/<user>/<kind>/"
std::string prefix_of(std::string_view user);
std::string prefix_of(std::string_view user, ObjectKind kind);
// "v1/<user>/<kind>/YYYY/MM/DD": stands before every dated key of that day (UTC) and of later ones.
std::string prefix_of(std::string_view user, ObjectKind kind, base::Instant day);

// v1/<user>/<kind>/YYYY/MM/DD/<time>-<first 12 of sha256>.json.zst; `time` is the server's Date, or ours with a `~`.
// Where the envelope has a subject or an offset, the digest is of request and sha256.
std::string dated_key(std::string_view user, ObjectKind kind, const Envelope& envelope);
// v1/<user>/import/<sha256>.zst
std::string import_key(std::string_view user, std::string_view sha256);
// v1/<user>/import/<sha256 of the container>.manifest.zst
std::string manifest_key(std::string_view user, std::string_view container_sha256);

// The parts of a key.
struct ObjectKey {
  std::string user;
  ObjectKind kind = ObjectKind::imported;
  std::optional<std::chrono::sys_days> day;  // nothing where the key tells none, as those of imports
  std::string sha256;                        // of imports: the member's, of a manifest the container's
  bool is_manifest = false;                  // of an import
};
// Returns nothing for a text that is no key of ours: another beginning, no user, an unknown kind, no name behind it.
std::optional<ObjectKey> parse_key(std::string_view key);

// The newest object of a kind, by key; nothing when there is none. `now` only tells where to look first.
std::optional<std::string> newest(const Lake& lake, std::string_view user, ObjectKind kind, base::Instant now);

}  // namespace segue::lake
