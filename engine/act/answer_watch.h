// Notices answers: those that name their invitation, and text messages from a phone that was asked.
//
// SMS       what an asked phone sends within Rule::answer_within and that reads as a score (surveys/sms_answer.h) becomes
//           an answer of the survey; within kAnswerOpenFor a later one takes the place of the first. Other messages stay
//           what they are.
// Stop      whoever sends nothing but STOP, or a word like it, is unsubscribed, whether asked or not.
// Once      the answer's events have the response's id and the message's time as version: looking twice changes nothing.
// Threads   one.
#pragma once

#include "act/dispatcher.h"
#include "act/follow_mark.h"
#include "act/invitation_book.h"
#include "act/unsubscribes.h"

namespace sojourn {

class AnswerWatch {
 public:
  // All are borrowed.
  AnswerWatch(Store& store, const RuleBook& rules, InvitationBook& book, Unsubscribes& unsubscribes,
              SurveyBook& surveys, Dispatcher& dispatcher, AppendEvents append, FollowMark& mark)
      : store_(store),
        rules_(rules),
        book_(book),
        unsubscribes_(unsubscribes),
        surveys_(surveys),
        dispatcher_(dispatcher),
        append_(std::move(append)),
        mark_(mark) {}

  // Looks at all events since it looked last.
  Status follow(Micros now);

 private:
  struct Message {
    int64_t sequence = 0;
    Micros time = 0;
    std::string text;
  };
  struct Found {
    std::vector<std::pair<std::string, Micros>> named;  // Invitation and time.
    std::vector<Message> messages;
  };
  Result<Found> look(int64_t after, int64_t up_to);
  Status note_answer(const std::string& invitation, Micros time, Micros now);
  Status take_message(const Message& message, Micros now);
  // May anything that is looked for come at all?
  bool waits() const;
  Result<std::optional<Store::Customer>> sender_of(const Message& message) const;
  Status unsubscribe_sender(const Message& message);
  // The invitation by sms that the sender answers; null: none is open.
  Result<std::optional<Invitation>> asked_by_sms(const Message& message) const;

  Store& store_;
  const RuleBook& rules_;
  InvitationBook& book_;
  Unsubscribes& unsubscribes_;
  SurveyBook& surveys_;
  Dispatcher& dispatcher_;
  AppendEvents append_;
  FollowMark& mark_;
};

}  // namespace sojourn
