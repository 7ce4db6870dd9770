// For tests of this room: a lake in a temporary folder, filled by hand and loaded into a home.
#pragma once
#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/objects.h"
#include "load/load.h"
#include "load/raw_tables.h"
#include "warehouse/duckdb_warehouse.h"

namespace segue::load {

inline std::string export_row(int minute, const std::string& more = "") {
  return R"({"ts":"2019-01-02T03:)" + std::to_string(10 + minute) +
         R"(:00Z","ms_played":60000,"master_metadata_track_name":"Song )" + std::to_string(minute % 7) +
         R"(","master_metadata_album_artist_name":"A","spotify_track_uri":null)" + more + "}";
}

inline std::string export_of(int first, int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) text += (i > 0 ? "," : "") + export_row(first + i);
  return text + "]";
}

class LoadTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const std::filesystem::path root_ = temporary_.path();
  LoadTest() { lake_ = std::make_unique<lake::DirectoryLake>(root_ / "lake"); }
  ~LoadTest() override { opened_.reset(); }

  // Lands one member and, unless `false` is given, the manifest that names it. Returns the member's key.
  std::string land(const std::string& name, const std::string& bytes, bool named = true,
                   const std::string& user = "me") {
    const std::string sha = base::sha256_hex(bytes);
    lake_->put_new(lake::import_key(user, sha), lake::compress(bytes));
    if (named) name_member(name, sha, user);
    return lake::import_key(user, sha);
  }
  void name_member(const std::string& name, const std::string& sha, const std::string& user = "me") {
    const std::string member =
        base::JsonObject{}.text("name", name).text("sha256", sha).text("format", "spotify_extended").str();
    lake_->put_new(lake::manifest_key(user, base::sha256_hex(name + sha)),
                   lake::compress(R"({"members":[)" + member + R"(,{"name":"y.pdf","format":null}]})"));
  }
  std::string land_poll(const std::string& date, int status, const std::string& body, const std::string& same_as = "") {
    lake::Envelope envelope;
    envelope.request = "GET /v1/me/player/recently-played?limit=50";
    envelope.status = status;
    envelope.our_clock = *base::parse_iso8601(date);
    if (status != 0) envelope.server_date = envelope.our_clock;
    envelope.sha256 = base::sha256_hex(body + date);
    envelope.same_as = same_as;
    const std::string key = lake::dated_key("me", lake::ObjectKind::recently_played, envelope);
    lake_->put_new(key, lake::wrap(envelope, body));
    return key;
  }

  std::string land_rule(const std::string& date, const std::string& body, const std::string& user = "me") {
    return lake::keep_decision(*lake_, user, {lake::ObjectKind::rule, "rule", body, *base::parse_iso8601(date)});
  }

  // Returns a page that shows plays of 2026-01-02, each given as (22 characters of a track's id, "03:04:05").
  std::string page_of(const std::vector<std::pair<std::string, std::string>>& plays) {
    std::string items;
    for (const auto& [track, time] : plays) {
      if (!items.empty()) items += ",";
      items += R"({"played_at":"2026-01-02T)";
      items.append(time).append(R"(Z","track":{"id":")").append(track).append(R"(","uri":"spotify:track:)");
      items.append(track)
          .append(R"(","name":"S )")
          .append(track, 20)
          .append(R"(","type":"track","artists":[{"name":"A"}]}})");
    }
    return R"({"items":[)" + items + "]}";
  }

  Report load(const Options& options = {}) { return load_into(files_of("one"), options); }
  Report load_into(const warehouse::Files& files, const Options& options) {
    opened_.reset();
    const auto held = base::FileLock::try_take(files.lock());
    const auto work = warehouse::DuckDbWarehouse(files).open(*held);
    Options with = options;
    if (!with.now) with.now = [] { return *base::parse_iso8601("2026-11-30T12:00:00Z"); };
    Report report = load_new(*lake_, *work, with);
    work->close();
    return report;
  }
  warehouse::Files files_of(const std::string& name) {
    std::filesystem::create_directories(root_ / name);
    return {root_ / name};
  }
  // Returns the first number that `sql` gives, or how many rows it changed.
  std::int64_t number(const std::string& sql) {
    const bool asks = sql.find("select") == sql.find_first_not_of(" \n");
    return work_of("one").number(asks ? "select cast((" + sql + ") as bigint)" : sql);
  }
  // Lands a member whose import states when it landed.
  std::string land_at(const std::string& landed_at, const std::string& name, const std::string& bytes,
                      const std::string& user = "me") {
    const std::string sha = base::sha256_hex(bytes);
    land(name, bytes, false, user);
    const std::string member =
        base::JsonObject{}.text("name", name).text("sha256", sha).text("format", "spotify_extended").str();
    lake_->put_new(lake::manifest_key(user, base::sha256_hex(name + sha + landed_at)),
                   lake::compress(R"({"landed_at":")" + landed_at + R"(","members":[)" + member + "]}"));
    return lake::import_key(user, sha);
  }
  // Returns every raw table as one text, rows in a constant order.
  std::string everything(const std::string& home) {
    warehouse::Connection& connection = work_of(home);
    std::string all;
    std::vector<std::string> tables{"as_of"};
    for (const RawTable& table : raw::kOfObjects) tables.emplace_back(table.name);
    for (const RawTable& table : raw::kDerived) tables.emplace_back(table.name);
    tables.emplace_back(raw::kLoadLedger.name);
    for (const std::string& table : tables)
      connection.each("select cast(t as varchar) from segue_raw." + table + " t order by 1",
                      [&](const warehouse::Row& row) { (all += row.text(0)) += "\n"; });
    return all;
  }

  // A connection that stays open until the next load, or until another home is asked for.
  struct Opened {
    std::string home;
    std::optional<base::FileLock> held;
    std::unique_ptr<warehouse::Work> work;
    std::unique_ptr<warehouse::Connection> connection;
    Opened(std::string name, const warehouse::Files& files)
        : home(std::move(name)),
          held(base::FileLock::try_take(files.lock())),
          work(warehouse::DuckDbWarehouse(files).open(*held)),
          connection(work->connect()) {}
  };
  warehouse::Connection& work_of(const std::string& home) {
    if (!opened_ || opened_->home != home) {
      opened_.reset();
      opened_ = std::make_unique<Opened>(home, files_of(home));
    }
    return *opened_->connection;
  }

  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<Opened> opened_;
};

}  // namespace segue::load
