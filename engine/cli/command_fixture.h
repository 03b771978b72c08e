// For the tests of commands: a folder of their own, command lines run as a user types them, and what a command prints.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "cli/cli.h"

namespace sojourn {

struct Printed {
  int code = 0;
  std::string out;
  std::string err;
};

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    char name[] = "/tmp/sojourn-command-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~CommandTest() override { std::filesystem::remove_all(folder_); }

  // Runs `sojourn --data FOLDER/data WORDS...`.
  Printed run(std::vector<std::string> words) {
    words.insert(words.begin(), {"sojourn", "--data", folder_ + "/data"});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const Serve nowhere = [](const ServeWords&, Workplace&, const auto&) { return Status::unavailable("not here"); };
    Printed done;
    done.code = run_cli(static_cast<int>(arguments.size()), arguments.data(), nowhere);
    done.out = ::testing::internal::GetCapturedStdout();
    done.err = ::testing::internal::GetCapturedStderr();
    return done;
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  std::string folder_;
};

// What a command prints that has to succeed.
inline std::string printed(const std::function<Status()>& work) {
  ::testing::internal::CaptureStdout();
  const Status status = work();
  std::string out = ::testing::internal::GetCapturedStdout();
  EXPECT_TRUE(status.ok()) << status.to_string();
  return out;
}

}  // namespace sojourn
