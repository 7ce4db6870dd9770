#include "evaluation/foreign_answers.h"

#include <gtest/gtest.h>

#include "evaluation/folder_for_tests.h"

namespace segue::evaluation {
namespace {

std::string fault_of(const std::string& lines) {
  Folder folder;
  folder.file("peer.tsv", lines);
  return failure([&] { read_answers(folder.path() / "peer.tsv", {7, 3}, 10); });
}

TEST(ForeignAnswers, AreReadInAnyOrderAndCut) {
  Folder folder;
  folder.file("peer.tsv", "3\t5,6,9\n7\t\n");
  EXPECT_EQ(read_answers(folder.path() / "peer.tsv", {7, 3}, 2), (Answers{{}, {5, 6}}));
}

TEST(ForeignAnswers, WhatIsWrongIsNamed) {
  EXPECT_EQ(fault_of("3\t5\n"), "5 peer.tsv has no line for question 7: give one for each of the 2 questions");
  EXPECT_EQ(fault_of("3\t5\n3\t5\n7\t1\n"), "5 peer.tsv, line 2, field question: 3 has two lines");
  EXPECT_EQ(fault_of("4\t5\n"), "5 peer.tsv, line 1, field question: no question has the number 4");
  EXPECT_EQ(fault_of("3\t5,x\n"), "5 peer.tsv, line 1, field answer: \"x\" is not a whole number");
  EXPECT_EQ(fault_of("3\t5,5\n"), "5 peer.tsv, line 1, field answer: 5 stands there twice");
}

}  // namespace
}  // namespace segue::evaluation
