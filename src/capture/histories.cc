#include "capture/histories.h"

#include "capture/strange_files.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kHead = 65536;

constexpr std::string_view kChilds =
    "belongs to a child's account: to keep it, unpack it and import its folder for a listener of its own, `segue "
    "import --user NAME FOLDER`";

// Returns the format of a listening history; nothing for other people's lists, which `corpus add` reads.
std::optional<formats::Format> history_format(const std::string& name, std::string_view head) {
  const auto format = formats::recognise(name, head);
  return format && !formats::is_only_for_corpora(*format) ? format : std::nullopt;
}

}  // namespace

std::string container_name(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

HistoryVisitor::HistoryVisitor(const fs::path& container)
    : for_a_child_(is_a_childs_folder(container_name(container))) {}

std::optional<NotRead> HistoryVisitor::unwanted(const std::string& name, std::string_view head) {
  if (!for_a_child_ && is_below_a_childs_folder(name)) return NotRead{name, std::string(kChilds)};
  if (history_format(name, head)) return std::nullopt;
  if (formats::recognise(name, head)) return NotRead{name, "is a list of other people: use `segue corpus add`"};
  if (auto lost = what_was_lost(head))
    return NotRead{name, std::move(*lost), sounds_like_history(formats::base_name(name), {})};
  if (auto what = what_it_is(name, head)) return NotRead{name, std::move(*what)};
  return NotRead{name, formats::near_miss(name, head).value_or("")};
}

std::optional<formats::Format> HistoryVisitor::format_of(const Member& member) {
  return history_format(member.name, std::string_view(member.bytes).substr(0, kHead));
}

void HistoryVisitor::forget_after(std::size_t told) {
  not_read_.erase(not_read_.begin() + static_cast<std::ptrdiff_t>(told), not_read_.end());
}

}  // namespace segue::capture
