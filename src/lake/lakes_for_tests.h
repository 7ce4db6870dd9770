// For tests of this room: an empty lake of either kind. S3 takes part if the environment names a service
// (tests/on_s3.py): SEGUE_TEST_S3 is its address, SEGUE_TEST_S3_BUCKET an empty bucket, and AWS_… are the keys.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "aws/s3_connection.h"
#include "base/temporary_folder_for_tests.h"
#include "lake/directory_lake.h"
#include "lake/s3_lake.h"

namespace segue::lake {

enum class Kind { folder, s3 };

inline bool has_s3() {
  return std::getenv("SEGUE_TEST_S3") != nullptr;
}

inline std::string environment_text(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

inline std::vector<Kind> kinds_at_hand() {
  return has_s3() ? std::vector{Kind::folder, Kind::s3} : std::vector{Kind::folder};
}

inline std::string name_of(const testing::TestParamInfo<Kind>& info) {
  return info.param == Kind::folder ? "folder" : "s3";
}

// Connects to the S3 of tests, at the address in `variable`.
inline std::shared_ptr<aws::S3> test_s3(const char* variable = "SEGUE_TEST_S3",
                                        base::Environment environment = base::process_environment,
                                        http::RetryPolicy policy = aws::S3::default_policy()) {
  aws::Endpoints config;
  config.endpoint = environment_text(variable);
  return aws::connect_s3(environment_text("SEGUE_TEST_S3_BUCKET"), config, std::move(environment), policy);
}

// Returns "t/Suite/Test", the prefix of one test's objects.
inline std::string own_prefix() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return std::string("t/") + test->test_suite_name() + "/" + test->name();
}

}  // namespace segue::lake
