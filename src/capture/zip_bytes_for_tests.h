// For tests: zips and gzips made in memory.
#pragma once
#include <archive.h>
#include <archive_entry.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace segue::capture {

using Members = std::vector<std::pair<std::string, std::string>>;  // path inside → bytes

// `choose` sets the writer's format, filter and options.
inline std::string archive_of(const Members& members, const std::function<void(archive*)>& choose) {
  std::string out(1 << 20, '\0');
  for (const auto& [name, bytes] : members) out.resize(out.size() + bytes.size() + 1024);
  std::size_t used = 0;
  archive* writer = archive_write_new();
  choose(writer);
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, bytes] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(writer, entry);
    archive_write_data(writer, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

inline std::string zip_of(const Members& members) {
  return archive_of(members, [](archive* writer) {
    archive_write_set_format_zip(writer);
    archive_write_set_options(writer, "hdrcharset=UTF-8");
  });
}

inline std::string zip_with_password(const Members& members) {
  return archive_of(members, [](archive* writer) {
    archive_write_set_format_zip(writer);
    archive_write_set_options(writer, "zip:encryption=traditional");
    archive_write_set_passphrase(writer, "secret");
  });
}

inline std::string gzip_of(const std::string& bytes) {
  return archive_of({{"", bytes}}, [](archive* writer) {
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_raw(writer);
  });
}

}  // namespace segue::capture
