#include "attribution/node_window.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace sojourn {
namespace {

TEST(NodeWindow, KnowsTheNodesOfEveryStretch) {
  std::mt19937_64 random(5);
  NodeWindow window;
  for (int round = 0; round < 200; ++round) {
    std::vector<Touch> line(random() % 40);
    for (Touch& touch : line) touch.node = 1 + static_cast<uint32_t>(random() % (round % 2 == 0 ? 3 : 500));
    window.clear();
    size_t begin = 0;
    size_t end = 0;
    while (end < line.size()) {
      end += 1 + random() % (line.size() - end);
      begin += random() % (end - begin);
      window.move(line, begin, end);
      std::map<uint32_t, uint32_t> wanted;
      for (size_t i = begin; i < end; ++i) ++wanted[line[i].node];
      ASSERT_EQ(window.nodes().size(), wanted.size());
      for (const auto& [node, times] : wanted) {
        ASSERT_EQ(window.times(node), times);
        ASSERT_EQ(window.nodes()[window.place(node)].node, node);
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
