#include "cli/calendar.h"

#include <fmt/core.h>

#include <algorithm>

namespace segue::cli {
namespace {

constexpr const char* kLegend = "C certified  L linked  E shown by an export  o open  ! unproven  . nothing known\n";

char letter(const std::string& state) {
  if (state == "certified") return 'C';
  if (state == "linked") return 'L';
  if (state == "confirmed") return 'E';
  return state == "open" ? 'o' : '!';
}

}  // namespace

std::string calendar(const std::vector<warehouse::CoverageDay>& days) {
  std::string text, user, month, line;
  const auto end_line = [&] {
    if (!line.empty()) text += fmt::format("  {}  {}\n", month, line);
    line.clear();
  };
  for (const auto& day : days) {
    if (day.user != user || day.date.substr(0, 7) != month) end_line();
    if (day.user != user) text += (text.empty() ? "" : "\n") + day.user + "\n";
    user = day.user;
    month = day.date.substr(0, 7);
    if (line.empty()) line.assign(31, '.');
    line[static_cast<std::size_t>(std::clamp(std::stoi(day.date.substr(8)), 1, 31) - 1)] = letter(day.state);
  }
  end_line();
  return text.empty() ? "No day is known yet: run `segue transform`.\n" : text + "\n" + kLegend;
}

}  // namespace segue::cli
