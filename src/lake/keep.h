// Writes answers and decisions: each behind its envelope, under the key that its time and its body give.
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
  bool is_new = false;  // false: an object of this key was there, and stays as it is
};

// Keeps an answer whose envelope is filled but for its `same_as`, which may name an object with an equal body: then
// the body is left out. An answer that would name itself, since the same came within a second, loses its `same_as`.
KeptObject keep_answer(Lake& lake, std::string_view user, ObjectKind kind, Envelope& envelope, std::string_view body);

struct Decision {
  ObjectKind kind = ObjectKind::rule;
  std::string what;  // in the envelope as its request: "rule added"
  std::string body;
  base::Instant at;
};
// Keeps what a listener, or segue for them, decided. Returns its key.
std::string keep_decision(Lake& lake, std::string_view user, const Decision& decision);

}  // namespace segue::lake
