// Reads the files of a protocol's folder: plain or gzipped rows of fields.
#pragma once
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace segue::evaluation {

// Returns the whole file, unpacked. Throws Error(usage) if it is missing, Error(input) if it is damaged.
std::string read_packed(const std::filesystem::path& file);

// Returns whether there is the file, packed or not.
bool has_table(const std::filesystem::path& file);

class TableRow {
 public:
  TableRow(const std::string& file, std::size_t line, std::vector<std::string_view> fields)
      : file_(file), line_(line), fields_(std::move(fields)) {}
  static constexpr std::uint32_t kMost = 10'000'000;
  std::size_t size() const { return fields_.size(); }
  std::string_view text(std::size_t field) const { return fields_[field]; }
  // Reads a whole number of at most `most`.
  std::uint32_t number(std::size_t field, std::string_view name, std::uint32_t most = kMost) const {
    return number_in(fields_[field], name, most);
  }
  // Reads whole numbers of at most 10,000,000.
  std::vector<std::uint32_t> numbers(std::size_t field, std::string_view name, char separator = ' ') const;
  // Throws Error(input) with file, line, field and what is wrong.
  [[noreturn]] void refuse(std::string_view name, std::string_view what) const;

 private:
  std::uint32_t number_in(std::string_view text, std::string_view name, std::uint32_t most) const;

  const std::string& file_;
  std::size_t line_;
  std::vector<std::string_view> fields_;
};

// Calls `visit` with each row that has at least as many fields as `header`; skips empty lines. The first line must
// begin with the names of `header`, unless `with_header` is false.
void each_row(const std::filesystem::path& file, char separator, std::initializer_list<std::string_view> header,
              bool with_header, const std::function<void(const TableRow&)>& visit);

}  // namespace segue::evaluation
