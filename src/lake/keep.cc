#include "lake/keep.h"

#include "base/hash.h"
#include "lake/object_key.h"

namespace segue::lake {

KeptObject keep_answer(Lake& lake, std::string_view user, ObjectKind kind, Envelope& envelope, std::string_view body) {
  std::string key = dated_key(user, kind, envelope);
  if (envelope.same_as == key) envelope.same_as.clear();
  const bool is_new = lake.put_new(key, wrap(envelope, envelope.same_as.empty() ? body : std::string_view{}));
  return {std::move(key), is_new};
}

std::string keep_decision(Lake& lake, std::string_view user, const Decision& decision) {
  Envelope envelope;
  envelope.request = decision.what;
  envelope.our_clock = decision.at;
  envelope.sha256 = base::sha256_hex(decision.body);
  return keep_answer(lake, user, decision.kind, envelope, decision.body).key;
}

}  // namespace segue::lake
