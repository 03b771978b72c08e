// What is in the inbox, in which order, for whom; and that what people made of it stays.
#include "inbox/feedback_inbox.h"

#include <algorithm>

#include "inbox/inbox_fixture.h"
#include "timelines/small_snapshot.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

constexpr Micros kStart = InboxSite::kStart;

FeedbackChange to_state(Handling handling) {
  FeedbackChange change;
  change.handling = handling;
  return change;
}

FeedbackChange to_tags(std::vector<std::string> tags) {
  FeedbackChange change;
  change.tags = std::move(tags);
  return change;
}

FeedbackChange to_assignee(const std::string& account) {
  FeedbackChange change;
  change.assignee = account;
  return change;
}

TEST(Inbox, HoldsWhatCustomersSaidNewestFirst) {
  InboxSite site;
  EXPECT_EQ(site.list().items.size(), 0u);
  site.answer("a", kStart, "anna", 9);
  site.text("t", kStart + kHour, "bert", "Where is my parcel?");
  site.text("ours", kStart + 2 * kHour, "bert", "It is on its way.", InboxSite::with(Field::kDirection, "out"));
  site.text("silent", kStart + 3 * kHour, "bert", "");
  BatchMaker maker;
  maker.add("visit", kStart + 4 * kHour, {{IdentifierKind::kId, "anna"}}, "home page");
  Event& asked = maker.add("asked", kStart + 5 * kHour, {{IdentifierKind::kId, "anna"}}, "survey invitation");
  asked.set_text(Field::kKind, "nps");
  asked.set_text(Field::kDirection, "out");
  append(site.store(), maker);
  EXPECT_EQ(InboxSite::ids(site.list()), "t a");
  site.answer("early", kStart - kDay, "carl", 2);
  EXPECT_EQ(InboxSite::ids(site.list()), "t a early") << "by when it happened, not by when it came";
}

TEST(Inbox, OneResponseIsOneItem) {
  InboxSite site;
  BatchMaker maker("survey:nps");
  InboxSite::answer(maker, "r1:score", kStart, "anna", 3, InboxSite::properties(R"({"response":"r1","survey":"nps"})"));
  Event& choice = maker.add("r1:why", kStart, {{IdentifierKind::kId, "anna"}}, "survey");
  choice.set_text(Field::kKind, "choice");
  choice.properties = maker.keep(R"({"choice":"late","response":"r1","survey":"nps"})");
  Event& comment = maker.add("r1:text", kStart, {{IdentifierKind::kId, "anna"}}, "survey");
  comment.set_text(Field::kText, maker.keep("It came late."));
  comment.properties = maker.keep(R"({"response":"r1","survey":"nps"})");
  InboxSite::answer(maker, "r2:score", kStart + 1, "bert", 10, InboxSite::properties(R"({"response":"r2"})"));
  append(site.store(), maker);
  BatchMaker other("survey:csat");
  InboxSite::answer(other, "r1:score", kStart + 2, "anna", 5, InboxSite::properties(R"({"response":"r1"})"));
  append(site.store(), other);
  const FeedbackPage page = site.list();
  ASSERT_EQ(page.items.size(), 3u) << "a response of another source is another one";
  EXPECT_EQ(page.items[0].first(&FeedbackAnswer::source), "survey:csat");
  const FeedbackItem& item = page.items[2];
  ASSERT_EQ(item.answers.size(), 3u);
  EXPECT_EQ(item.answers[1].choice, "late");
  EXPECT_EQ(item.text(), "It came late.");
  EXPECT_EQ(item.first(&FeedbackAnswer::survey), "nps");
  EXPECT_EQ(item.score()->group, "detractor");
  EXPECT_EQ(item.score()->value, 3);
  // Any of its events names it.
  EXPECT_EQ(site.inbox().find(item.answers[2].sequence, "")->id, item.id);
  // One event that passes is enough.
  EXPECT_EQ(site.ids(R"(text contains "LATE")"), "r1:score");
  EXPECT_EQ(site.ids("answer <= 6 and text contains \"late\""), "") << "but one event, as in questions";
}

TEST(Inbox, GroupsScoresByKindAndScale) {
  const Scale nps{0, 10}, five{1, 5}, seven{1, 7};
  EXPECT_EQ(score_group("nps", 6, nps), "detractor");
  EXPECT_EQ(score_group("nps", 7, nps), "passive");
  EXPECT_EQ(score_group("nps", 8, nps), "passive");
  EXPECT_EQ(score_group("nps", 9, nps), "promoter");
  EXPECT_EQ(score_group("csat", 2, five), "negative");
  EXPECT_EQ(score_group("csat", 3, five), "neutral");
  EXPECT_EQ(score_group("csat", 4, five), "positive");
  EXPECT_EQ(score_group("ces", 3, seven), "negative");
  EXPECT_EQ(score_group("ces", 4, seven), "neutral");
  EXPECT_EQ(score_group("ces", 5, seven), "positive");
  EXPECT_EQ(score_group("mood", 5, seven), "") << "nobody knows which end is good";
  EXPECT_EQ(score_group("csat", 5, std::nullopt), "");
}

TEST(Inbox, PagesDoNotSkipWhenSomethingNewComes) {
  InboxSite site;
  BatchMaker maker;
  for (int i = 0; i < 25; ++i) InboxSite::answer(maker, "a" + std::to_string(i), kStart + i / 5, "c", i % 11);
  append(site.store(), maker);
  std::vector<int64_t> seen;
  FeedbackQuery query;
  query.limit = 7;
  for (int page = 0;; ++page) {
    const FeedbackPage found = site.list(query);
    for (const FeedbackItem& each : found.items) seen.push_back(each.id);
    EXPECT_EQ(found.counts.open, 25 + page);
    site.answer("new" + std::to_string(page), kStart + kDay + page, "c", 1);
    if (found.next.empty()) break;
    query.before = found.next;
  }
  std::vector<int64_t> wanted;
  for (int64_t i = 25; i >= 1; --i) wanted.push_back(i);
  EXPECT_EQ(seen, wanted);
  query.before = "x";
  EXPECT_EQ(site.inbox().list(query).status().where(), "before");
}

TEST(Inbox, FiltersByAllThatPeopleMadeOfIt) {
  InboxSite site;
  for (int i = 0; i < 6; ++i) site.answer(std::string(1, static_cast<char>('a' + i)), kStart + i, "c", i);
  site.set("a", to_state(Handling::kDone));
  site.set("b", to_state(Handling::kDoing));
  site.set("b", to_tags({"delivery", "price"}));
  site.set("c", to_tags({"price"}));
  site.set("c", to_assignee("anna"));
  site.set("a", to_assignee("anna"));
  FeedbackQuery query;
  query.me = "anna";
  const FeedbackCounts counts = site.list(query).counts;
  EXPECT_EQ(counts.open, 4);
  EXPECT_EQ(counts.doing, 1);
  EXPECT_EQ(counts.done, 1);
  EXPECT_EQ(counts.mine, 1) << "what is done is nobody's work";
  query.handling = Handling::kOpen;
  EXPECT_EQ(InboxSite::ids(site.list(query)), "f e d c");
  EXPECT_EQ(site.list(query).counts.doing, 1) << "counts do not follow the state that is asked for";
  query.handling.reset();
  query.tag = "price";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "c b");
  EXPECT_EQ(site.list(query).counts.done, 0);
  query.tag.clear();
  query.assignee = "anna";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "c a");
  query.assignee = "";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "f e d b");
  using Tags = std::vector<std::pair<std::string, int64_t>>;
  EXPECT_EQ(must(site.inbox().tags("")), (Tags{{"price", 2}, {"delivery", 1}}));
}

TEST(Inbox, AsksTheWholeLanguageOfFilters) {
  InboxSite site;
  site.segments["unhappy"] = "answer <= 6";
  site.segments["buyers"] = "did(\"purchase\")";
  site.answer("a", kStart, "anna", 3, InboxSite::with(Field::kChannel, "web"));
  site.answer("b", kStart + 1, "bert", 3);
  site.answer("c", kStart + 2, "anna", 9);
  EXPECT_EQ(site.ids("segment(\"unhappy\")"), "b a");
  EXPECT_EQ(site.ids("segment(\"unhappy\") and channel = \"web\""), "a");
  EXPECT_EQ(site.ids("segment(\"buyers\")"), "");
  BatchMaker maker;
  maker.add("p", kStart - kDay, {{IdentifierKind::kId, "anna"}}, "purchase");
  append(site.store(), maker);
  EXPECT_EQ(site.ids("segment(\"buyers\")"), "c a") << "what asks about lives follows them";
  site.answer("d", kStart + 3, "carl", 2);
  EXPECT_EQ(site.ids("segment(\"unhappy\")"), "d b a") << "what is new is added";
  site.segments["unhappy"] = "answer <= 2";
  EXPECT_EQ(site.ids("segment(\"unhappy\")"), "d");
  FeedbackQuery query;
  query.where = "chanel = \"web\"";
  const Status status = site.inbox().list(query).status();
  EXPECT_THAT(status.where(), HasSubstr("where"));
  EXPECT_THAT(status.message(), HasSubstr("channel"));
  query.where = "segment(\"gone\")";
  EXPECT_EQ(site.inbox().list(query).status().code(), StatusCode::kInvalidArgument);
}

TEST(Inbox, FindsWordsInWhatWasWritten) {
  InboxSite site;
  site.text("a", kStart, "anna", "The \"parcel\" came late");
  site.text("b", kStart + 1, "anna", "A back\\slash");
  FeedbackQuery query;
  query.text = "\"PARCEL\"";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "a");
  query.text = "k\\s";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "b");
  query.text = "100%";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "");
}

// Against a look at every event by itself, under random arrivals, retellings and links.
TEST(Inbox, FiltersAgreeWithQuestions) {
  InboxSite site;
  const std::vector<std::string> filters{"answer <= 6", "channel = \"web\"", "customer.channel = \"web\"",
                                         "did(channel = \"app\") >= 2", "exists(text)"};
  uint32_t dice = 7;
  const auto roll = [&dice](uint32_t sides) { return (dice = dice * 1664525 + 1013904223) / 65536 % sides; };
  for (int round = 0; round < 12; ++round) {
    BatchMaker maker;
    for (int i = 0; i < 40; ++i) {
      const std::string id = "e" + std::to_string(roll(200));
      Event& event = maker.add(id, kStart + roll(50) * kHour, {{IdentifierKind::kId, "c" + std::to_string(roll(9))}});
      event.version = round * 100 + i + 1;
      event.set_text(Field::kChannel, roll(2) == 0 ? "web" : "app");
      if (roll(2) == 0) event.set_number(Field::kAnswer, roll(11));
      if (roll(3) == 0) event.set_text(Field::kText, "words");
      if (roll(4) == 0) event.set_text(Field::kDirection, "out");
      if (roll(4) == 0) event.properties = maker.keep(R"({"response":"r)" + std::to_string(roll(20)) + "\"}");
      if (roll(9) == 0) event.set_text(Field::kKind, "mood");
    }
    append(site.store(), maker);
    if (round % 4 == 3) {
      const Identifier a{IdentifierKind::kId, "c" + std::to_string(roll(9))};
      const Identifier b{IdentifierKind::kId, "c" + std::to_string(roll(9))};
      if (a != b) InboxSite::ok(site.store().link(a, b, "").status());
    }
    FeedbackIndex index(site.store());
    FeedbackSets sets(site.store(), site.timelines());
    InboxSite::ok(index.follow(site.store().last_sequence()));
    const SmallSnapshot whole = must(small_snapshot(site.store(), 0, site.store().last_sequence(), true));
    for (const std::string& filter : filters) {
      FeedbackQuery query;
      query.where = filter;
      query.limit = 500;
      std::vector<int64_t> shown;
      for (const FeedbackItem& each : must(site.inbox().list(query)).items) shown.push_back(each.id);
      // The same anew, over the timelines alone.
      const FeedbackSets::Set set = must(sets.passing(index, filter));
      // And event by event, by the record alone.
      const FilterContext context{Zone(), now(), true};
      const std::vector<int64_t> passing = must(passing_sequences(whole, *Filter::parse(filter), context));
      for (size_t i = 0; i < index.events().size(); ++i) {
        const FeedbackIndex::Event& event = index.events()[i];
        if (!event.in_force) continue;
        EXPECT_EQ((*set)[i] != 0, std::ranges::binary_search(passing, event.sequence)) << filter << event.sequence;
      }
      std::vector<int64_t> wanted;
      const auto order = index.by_time();
      for (size_t i = order.size(); i-- > 0;) {
        const FeedbackIndex::Item& item = index.items()[order[i]];
        bool any = false;
        for (uint32_t at = item.first; at != FeedbackIndex::kNone; at = index.events()[at].next) {
          any = any || (index.events()[at].in_force && (*set)[at] != 0);
        }
        if (any) wanted.push_back(item.id);
      }
      EXPECT_EQ(shown, wanted) << filter << " in round " << round;
    }
  }
}

TEST(Inbox, WhatPeopleMadeOfItOutlivesRestartsRetellingsAndReplays) {
  InboxSite site;
  const auto version = [](int64_t number) { return InboxSite::properties(R"({"response":"r1"})", number); };
  site.answer("r1:score", kStart, "anna", 3, version(1));
  site.answer("single", kStart + 1, "bert", 4, InboxSite::properties("", 1));
  site.set("r1:score", to_tags({"delivery"}));
  site.set("single", to_state(Handling::kDone));
  InboxSite::ok(site.inbox().add_note(site.id_of("single"), "", "anna", "  Called back.  "));
  const int64_t id = site.id_of("r1:score");
  const int64_t single = site.id_of("single");

  site.answer("r1:score", kStart, "anna", 8, version(2));  // The answer was changed.
  site.answer("single", kStart + 1, "bert", 5, InboxSite::properties("", 2));
  BatchMaker replay;  // And read again by a mended reader.
  InboxSite::answer(replay, "single", kStart + 1, "bert", 6, InboxSite::properties("", 2));
  replay.batch().replaces = true;
  append(site.store(), replay);
  for (int restarted = 0; restarted < 2; ++restarted) {
    const FeedbackPage page = site.list();
    ASSERT_EQ(page.items.size(), 2u);
    EXPECT_EQ(page.items[1].id, id);
    EXPECT_EQ(page.items[1].score()->value, 8);
    EXPECT_EQ(page.items[1].state.tags, std::vector<std::string>{"delivery"});
    EXPECT_EQ(page.items[0].id, single);
    EXPECT_EQ(page.items[0].score()->value, 6);
    EXPECT_EQ(page.items[0].state.handling, Handling::kDone);
    ASSERT_EQ(page.items[0].state.notes.size(), 1u);
    EXPECT_EQ(page.items[0].state.notes[0].text, "Called back.");
    EXPECT_EQ(page.items[0].state.notes[0].account, "anna");
    for (const FeedbackItem& each : page.items) EXPECT_EQ(site.inbox().find(each.answers[0].sequence, "")->id, each.id);
    site.restart();
  }
  // The same events once more are no news.
  site.answer("single", kStart + 1, "bert", 6, InboxSite::properties("", 2));
  EXPECT_EQ(site.list().items.size(), 2u);
}

TEST(Inbox, WithdrawnAnswersGoAndComeBackAsTheyWere) {
  InboxSite site;
  const auto tell = [&site](int64_t version, bool withdrawn) {
    BatchMaker maker;
    Event& event = maker.add("r:q", kStart, {{IdentifierKind::kId, "anna"}}, "");
    event.version = version;
    if (!withdrawn) event.set_text(Field::kText, "Too dear");
    append(site.store(), maker);
  };
  tell(1, false);
  site.set("r:q", to_tags({"price"}));
  tell(2, true);
  EXPECT_EQ(site.list().items.size(), 0u);
  EXPECT_TRUE(must(site.inbox().tags("")).empty());
  tell(3, true);
  tell(4, false);
  const FeedbackPage page = site.list();
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.items[0].state.tags, std::vector<std::string>{"price"});
  site.restart();
  EXPECT_EQ(site.list().items.at(0).id, page.items[0].id) << "built anew, it has the same number";
}

TEST(Inbox, ARowScopeShowsAndChangesNothingBeyondIt) {
  InboxSite site;
  const std::string scope = "channel = \"web\"";
  BatchMaker maker;
  InboxSite::answer(maker, "in", kStart, "anna", 3, InboxSite::with(Field::kChannel, "web"));
  InboxSite::answer(maker, "beyond", kStart, "anna", 2, InboxSite::with(Field::kChannel, "app"));
  // A response of which only a part is in the scope.
  for (const char* channel : {"web", "app"}) {
    InboxSite::answer(maker, std::string("r:") + channel, kStart + 1, "bert", 1,
                      [channel](BatchMaker& of, Event& event) {
                        event.set_text(Field::kChannel, of.keep(channel));
                        event.properties = of.keep(R"({"response":"r"})");
                        event.set_text(Field::kText, of.keep(std::string("from ") + channel));
                      });
  }
  append(site.store(), maker);
  const int64_t beyond = site.id_of("beyond");
  FeedbackQuery query;
  query.scope = scope;
  const FeedbackPage page = site.list(query);
  EXPECT_EQ(InboxSite::ids(page), "r:web in");
  EXPECT_EQ(page.counts.open, 2);
  EXPECT_EQ(page.items[0].text(), "from web") << "of a response what is in the scope";
  query.where = "channel = \"app\"";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "") << "what is beyond cannot be found by it either";
  query.where.clear();
  query.text = "from app";
  EXPECT_EQ(InboxSite::ids(site.list(query)), "");
  EXPECT_EQ(site.inbox().find(beyond, scope).status().code(), StatusCode::kNotFound);
  const std::vector<int64_t> both{page.items[1].id, beyond};
  EXPECT_EQ(site.inbox().change(both, scope, to_tags({"x"})).code(), StatusCode::kNotFound);
  EXPECT_TRUE(must(site.inbox().tags("")).empty()) << "all of them or none";
  EXPECT_EQ(site.inbox().add_note(beyond, scope, "", "x").code(), StatusCode::kNotFound);
  site.set("beyond", to_tags({"secret"}));
  EXPECT_TRUE(must(site.inbox().tags(scope)).empty());
}

TEST(Inbox, NotesAndTagsHaveLimitsThatSayWhat) {
  InboxSite site;
  site.answer("a", kStart, "anna", 3);
  const int64_t id = site.id_of("a");
  EXPECT_EQ(site.inbox().add_note(id, "", "", " \n").where(), "text");
  EXPECT_EQ(site.inbox().add_note(id, "", "", std::string(5001, 'x')).where(), "text");
  InboxSite::ok(site.inbox().add_note(id, "", "anna", "one"));
  InboxSite::ok(site.inbox().add_note(id, "", "bert", "two"));
  InboxSite::ok(site.inbox().remove_note(id, "", 1));
  InboxSite::ok(site.inbox().add_note(id, "", "bert", "three"));
  const FeedbackState state = site.list().items.at(0).state;
  ASSERT_EQ(state.notes.size(), 2u);
  EXPECT_EQ(state.notes[1].number, 3) << "a number is never given again";
  EXPECT_EQ(site.inbox().remove_note(id, "", 1).code(), StatusCode::kNotFound);
  EXPECT_FALSE(check_tag(" ").has_value());
  EXPECT_FALSE(check_tag("a,b").has_value());
  EXPECT_FALSE(check_tag(std::string(61, 'x')).has_value());
  EXPECT_EQ(*check_tag("  späte Lieferung "), "späte Lieferung");
  FeedbackChange many;
  for (int i = 0; i < 31; ++i) many.add_tags.push_back("t" + std::to_string(i));
  EXPECT_EQ(site.inbox().change({&id, 1}, "", many).code(), StatusCode::kLimit);
  const int64_t nobody = 999;
  EXPECT_THAT(site.inbox().change({&nobody, 1}, "", many).message(), HasSubstr("999"));
}

TEST(Inbox, CustomersAreAsTheyAreJoinedToday) {
  InboxSite site;
  site.answer("a", kStart, "anna", 3);
  site.answer("b", kStart + 1, "hanna", 4);
  const Identifier anna{IdentifierKind::kId, "anna"}, hanna{IdentifierKind::kId, "hanna"};
  const auto of = [&site](const Identifier& who) {
    FeedbackQuery query;
    query.customer = must(site.store().customer(who)).number;
    return InboxSite::ids(site.list(query));
  };
  EXPECT_EQ(of(anna), "a");
  CustomerNotes& notes = site.inbox().customer_notes();
  InboxSite::ok(notes.add(anna, "x", "of anna", kStart).status());
  InboxSite::ok(notes.add(hanna, "x", "of hanna", kStart + 1).status());
  const auto notes_of = [&](const Identifier& who) {
    std::string all;
    for (const auto& each : notes.of(must(site.store().customer(who)).identifiers)) all += each.note.text + ";";
    return all;
  };
  EXPECT_EQ(notes_of(anna), "of anna;");
  InboxSite::ok(site.store().link(anna, hanna, "").status());
  EXPECT_EQ(of(anna), "b a");
  EXPECT_EQ(notes_of(hanna), "of anna;of hanna;");
  InboxSite::ok(site.store().unlink(anna, hanna).status());
  EXPECT_EQ(of(hanna), "b");
  EXPECT_EQ(notes_of(hanna), "of hanna;");
  EXPECT_EQ(notes.remove(must(site.store().customer(hanna)).identifiers, 1).code(), StatusCode::kNotFound);
  site.restart();
  CustomerNotes& again = site.inbox().customer_notes();
  InboxSite::ok(again.remove(must(site.store().customer(anna)).identifiers, 1));
  EXPECT_EQ(must(again.add(anna, "", "x", 0)).number, 3);
}

}  // namespace
}  // namespace sojourn
