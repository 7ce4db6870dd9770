// Writes answers and decisions, each behind its envelope and under the key that its time and body give.
#pragma once
#include <string>
#include <string_view>

#include "base/time.h"
#include "lake/kinds.h"
#include "lake/lake.h"
#include "lake/objects.h"

namespace segue::lake {

struct KeptObject {
  std::string key;
  bool is_new = false;  // false: an object with this key existed and is unchanged
};

// Writes an answer. The caller fills the envelope; its `same_as` may name an object with an equal body, and the body is
// then left out. Clears a `same_as` that is the answer's own key: an equal answer came within the same second.
KeptObject keep_answer(Lake& lake, std::string_view user, ObjectKind kind, Envelope& envelope, std::string_view body);

struct Decision {
  ObjectKind kind = ObjectKind::rule;
  std::string what;  // in the envelope as its request: "rule added"
  std::string body;
  base::Instant at;
};
// Writes a decision of a listener, or of segue for them. Returns its key.
std::string keep_decision(Lake& lake, std::string_view user, const Decision& decision);

}  // namespace segue::lake
