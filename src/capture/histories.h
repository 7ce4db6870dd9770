// Which members of a container are listening histories, and why the others are not read.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "capture/member.h"
#include "formats/formats.h"

namespace segue::capture {

// What a person calls a container, also when the path ends with a slash or is a dot.
std::string container_name(const std::filesystem::path& path);

// Wants listening histories alone, each whole; keeps what is passed over.
class HistoryVisitor : public MemberVisitor {
 public:
  // A person who points at a child's folder itself means it; inside another container it is left out.
  explicit HistoryVisitor(const std::filesystem::path& container);

  std::optional<NotRead> unwanted(const std::string& name, std::string_view head) override;
  void not_read(NotRead member) override { not_read_.push_back(std::move(member)); }
  const std::vector<NotRead>& passed_over() const { return not_read_; }

 protected:
  // Of a member that was wanted.
  static std::optional<formats::Format> format_of(const Member& member);
  // What was passed over since there were so many.
  void forget_after(std::size_t told);

 private:
  bool for_a_child_;
  std::vector<NotRead> not_read_;
};

}  // namespace segue::capture
