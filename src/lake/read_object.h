// Reads one object of a lake and unwraps it.
#pragma once
#include <string>
#include <utility>

#include "lake/lake.h"
#include "lake/objects.h"

namespace segue::lake {

// Returns the envelope and the body under `key`. Throws Error(input) naming the key and the cure if the object is
// damaged or missing.
std::pair<Envelope, std::string> read_object(const Lake& lake, const std::string& key);

}  // namespace segue::lake
