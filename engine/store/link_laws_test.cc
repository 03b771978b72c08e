// Laws of who is who: customers depend neither on the order of arrival nor on how they were regrouped.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "store/batch_fixture.h"
#include "store/identity_book.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;

// The customers of a store as sets of identifiers: what must not depend on the order of arrival.
std::vector<std::vector<Identifier>> partition(Store& store) {
  std::map<IdentifierCode, std::vector<Identifier>> groups;
  const auto rows = store.identifiers();
  for (const IdentifierRow& row : *rows) groups[row.customer].push_back(row.identifier);
  std::vector<std::vector<Identifier>> out;
  for (auto& [number, group] : groups) {
    std::sort(group.begin(), group.end());
    out.push_back(std::move(group));
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(LinkLaws, CustomersDoNotDependOnTheOrderOfArrival) {
  std::mt19937 random(11);
  for (int round = 0; round < 6; ++round) {
    std::vector<Who> events;
    for (int i = 0; i < 60; ++i) {
      Who who;
      for (const Kind kind : {Kind::kId, Kind::kEmail, Kind::kAnonymous, Kind::kDevice}) {
        if (random() % 2 == 0) who.emplace_back(kind, "v" + std::to_string(random() % 12));
      }
      if (!who.empty()) events.push_back(who);
    }
    std::vector<std::vector<Identifier>> expected;
    for (int order = 0; order < 3; ++order) {
      const TemporaryFolder folder;
      const auto store = open_store(folder.path());
      for (size_t from = 0; from < events.size(); from += 7) {
        BatchMaker maker;
        for (size_t i = from; i < std::min(from + 7, events.size()); ++i) maker.add("", 1, events[i]);
        append(*store, maker);
      }
      if (order == 0) expected = partition(*store);
      EXPECT_EQ(partition(*store), expected) << "round " << round << ", order " << order;
      std::shuffle(events.begin(), events.end(), random);
    }
  }
}

// Regrouping only the parts that changed gives the same as grouping everything at once.
TEST(IdentityBookLaws, RegroupingPartsEqualsGroupingAll) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    IdentityBook book;
    const auto any = [&] {
      return book.find_or_add(static_cast<Kind>(random() % kIdentifierKindCount),
                              random() % 8 == 0 ? "info@example.com" : "v" + std::to_string(random() % 30));
    };
    for (int step = 0; step < 40; ++step) {
      const IdentifierCode a = any();
      const IdentifierCode b = any();
      if (a != b && random() % 8 != 0) {
        book.see(a, b, 1);
      } else if (a != b) {
        book.add_link({a, b, 1, true, false});
      } else if (book.link_count() > 0) {
        book.undo(1 + static_cast<int64_t>(random() % static_cast<uint64_t>(book.link_count())));
      }
      if (random() % 3 == 0) book.regroup();
    }
    book.regroup();
    std::vector<IdentityNode> nodes;
    std::vector<IdentityLink> links;
    for (IdentifierCode code = 1; code <= book.size(); ++code) {
      const bool generic = book.kind(code) == Kind::kEmail && is_generic_mailbox(book.value(code));
      nodes.push_back({code, book.kind(code), generic});
    }
    for (int64_t number = 1; number <= book.link_count(); ++number) {
      const IdentityBook::Link& link = book.link(number);
      if (!link.undone) links.push_back({link.a, link.b, link.by_hand});
    }
    const IdentityGroups all = group_identities(nodes, links);
    for (IdentifierCode code = 1; code <= book.size(); ++code) {
      ASSERT_EQ(book.customer(code), all.customer[code - 1]) << "round " << round;
      const std::vector<IdentifierCode> members = book.members(code);
      EXPECT_EQ(std::count(all.customer.begin(), all.customer.end(), all.customer[code - 1]),
                static_cast<long>(members.size()));
      EXPECT_EQ(members.front(), book.name(code));
    }
    ASSERT_EQ(book.guards().size(), all.guards.size());
    for (const IdentityGuard& guard : all.guards) EXPECT_EQ(book.guards().at(guard.code), guard.reason);
  }
}

}  // namespace
}  // namespace sojourn
