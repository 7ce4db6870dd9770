// Files are written so that a reader sees the old bytes or the new ones, never a part.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace segue::base {

// Returns the whole file. Throws Error(usage) if it cannot be opened or read.
std::string read_file(const std::filesystem::path& path);

// Writes `<path>.tmp.<pid>`, fsyncs, renames over `path`, fsyncs the folder. Makes missing parent folders.
void write_file_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

// The same, but never replaces a file: returns false if `path` exists (link(2) decides, so only one of two writers
// wins).
bool create_file_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0444);

// Makes the folder and its parents if they are missing. Throws the errors of disk_fault.h.
void make_folders(const std::filesystem::path& folder);

// When it returns, all that was written to the file is durable. Throws Error(internal) if it cannot be opened or
// synced.
void fsync_file(const std::filesystem::path& path);
void fsync_folder(const std::filesystem::path& folder);

}  // namespace segue::base
