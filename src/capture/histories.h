// Decides which members of a container are listening histories, and why the others are not read.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "capture/member.h"
#include "formats/formats.h"

namespace segue::capture {

// Returns what a person calls a container, also if the path ends with a slash or is a dot.
std::string container_name(const std::filesystem::path& path);

// Wants listening histories only, each of them whole; remembers what is passed over.
class HistoryVisitor : public MemberVisitor {
 public:
  // A child's folder inside the container is left out. If `container` is itself one, the person means it: it is read.
  explicit HistoryVisitor(const std::filesystem::path& container);

  std::optional<NotRead> unwanted(const std::string& name, std::string_view head) override;
  void not_read(NotRead member) override { not_read_.push_back(std::move(member)); }
  const std::vector<NotRead>& passed_over() const { return not_read_; }

 protected:
  // Returns the format of a member that was wanted.
  static std::optional<formats::Format> format_of(const Member& member);
  // Forgets what was passed over after the first `told` members.
  void forget_after(std::size_t told);

 private:
  bool for_a_child_;
  std::vector<NotRead> not_read_;
};

}  // namespace segue::capture
