// What a consent allows, beside what was asked for.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace segue::spotify {

// Scopes of `asked` that `granted` lacks, in the order asked; none where `granted` is "" (an answer that names no scope
// grants what was asked: RFC 6749, 5.1).
std::vector<std::string> missing_scopes(std::string_view asked, std::string_view granted);

// "user-top-read (top tracks and artists)": what will not work without it.
std::string with_its_use(const std::string& scope);

}  // namespace segue::spotify
