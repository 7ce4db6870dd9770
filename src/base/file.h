// Files, written so that a reader sees the old bytes or the new, never a part.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace segue::base {

// The whole file. Throws Error(usage) when it cannot be opened or read.
std::string read_file(const std::filesystem::path& path);

// Writes `<path>.tmp.<pid>`, fsyncs, renames over `path`, fsyncs the folder. Makes missing parent folders.
void write_file_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

// As above, but never replaces: false when `path` exists already (link(2) decides, so two writers cannot both win).
bool create_file_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0444);

// The folder and its parents, where they are missing. Throws as disk_fault.h says.
void make_folders(const std::filesystem::path& folder);

// What was written to it is durable. Throws Error(internal) when it cannot be opened or synced.
void fsync_file(const std::filesystem::path& path);
void fsync_folder(const std::filesystem::path& folder);

}  // namespace segue::base
