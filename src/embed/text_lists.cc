#include "embed/text_lists.h"

#include <fmt/core.h>

#include <fstream>

#include "base/error.h"

namespace segue::embed {
namespace {

constexpr std::size_t kLongestWord = 0xFFFF;
constexpr std::string_view kBlanks = " \t\r";

}  // namespace

ListBuilder read_text_lists(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file))
    throw base::Error(base::Fault::usage, fmt::format("cannot read {}", file.string()));
  ListBuilder builder;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    std::string_view rest = line;
    for (;;) {
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
      if (rest.empty()) break;
      const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
      if (word.size() > kLongestWord)
        throw base::Error(base::Fault::input, fmt::format("{}, line {}: a word has {} bytes; at most {} are allowed",
                                                          file.string(), number, word.size(), kLongestWord));
      builder.add({word, "", "", ""});
      rest.remove_prefix(word.size());
    }
    builder.end_list();
  }
  return builder;
}

}  // namespace segue::embed
