// One object of a lake, opened.
#pragma once
#include <string>
#include <utility>

#include "lake/lake.h"
#include "lake/objects.h"

namespace segue::lake {

// Envelope and body under `key`. Throws Error(input) that names the key and the cure when the object is damaged or
// gone.
std::pair<Envelope, std::string> read_object(const Lake& lake, const std::string& key);

}  // namespace segue::lake
