// What a build is made of beside the lake: settings, models, this program. Kept with each build, so that `segue run`
// can tell which of it has changed since.
#pragma once
#include <map>
#include <string>

#include "base/config.h"

namespace segue::transform {

// Name for people ("the time zones") → a text or a digest. Parts that cannot be read are "absent".
using BuildInputs = std::map<std::string, std::string>;
// `version`: this program's.
BuildInputs build_inputs(const base::Config& config, const base::Environment& environment, const std::string& version);

// One "name<TAB>value" a line, and back.
std::string text_of(const BuildInputs& inputs);
BuildInputs inputs_in(const std::string& text);

}  // namespace segue::transform
