// How it works: a table is unpacked whole into memory, and a row is a vector of views of it. Every fault names the
// file, the line and the field, so that a set that was prepared wrongly can be mended.
#include "evaluation/table_file.h"

#include <fmt/core.h>

#include <charconv>

#include "base/error.h"
#include "corpus/bytes.h"

namespace segue::evaluation {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kLargest = std::size_t{4} << 30;

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t end = line.find(separator);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string shown(std::string_view text) {
  return text.size() > 40 ? fmt::format("{}…", text.substr(0, 40)) : std::string(text);
}

}  // namespace

std::string read_packed(const fs::path& file) {
  if (!fs::is_directory(file.parent_path()))
    throw Error(Fault::usage, fmt::format("{} is not a folder", file.parent_path().string()));
  if (!fs::exists(file))
    throw Error(Fault::usage, fmt::format("{} has no {}: docs/evaluation.md says what a folder must hold",
                                          file.parent_path().string(), file.filename().string()));
  const auto source = corpus::open_bytes(file, [](std::uint64_t) {});
  return corpus::read_all(*source, {}, kLargest, file.filename().string());
}

bool has_table(const fs::path& file) {
  return fs::exists(file);
}

std::uint32_t TableRow::number_in(std::string_view text, std::string_view name, std::uint32_t most) const {
  std::uint32_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size())
    refuse(name, fmt::format("\"{}\" is not a whole number", shown(text)));
  if (number > most) refuse(name, fmt::format("{} is above {}", number, most));
  return number;
}

std::vector<std::uint32_t> TableRow::numbers(std::size_t field, std::string_view name, char separator) const {
  std::vector<std::uint32_t> all;
  for (const std::string_view text : split(fields_[field], separator)) all.push_back(number_in(text, name, kMost));
  return all;
}

void TableRow::refuse(std::string_view name, std::string_view what) const {
  throw Error(Fault::input, fmt::format("{}, line {}, field {}: {}", file_, line_, name, what));
}

void each_row(const fs::path& file, char separator, std::initializer_list<std::string_view> header, bool with_header,
              const std::function<void(const TableRow&)>& visit) {
  const std::string bytes = read_packed(file), name = file.filename().string();
  std::string_view rest = bytes;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    const auto fields = split(text, separator);
    if (fields.size() < header.size())
      throw Error(Fault::input,
                  fmt::format("{}, line {}: {} fields, not {}", name, line, fields.size(), header.size()));
    if (line == 1 && with_header) {
      for (std::size_t i = 0; i < header.size(); ++i)
        if (fields[i] != header.begin()[i])
          throw Error(Fault::input, fmt::format("{}: its column {} is \"{}\", not {}", name, i + 1, shown(fields[i]),
                                                header.begin()[i]));
      continue;
    }
    visit(TableRow(name, line, fields));
  }
}

}  // namespace segue::evaluation
