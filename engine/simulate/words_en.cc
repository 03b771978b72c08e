// What customers of the made-up company write and say in English (comments.h).
#include "simulate/comments.h"

namespace sojourn {
namespace {

constexpr std::string_view kDays[] = {"2 days", "3 days", "4 days", "5 days", "a week", "9 days"};
constexpr std::string_view kWeekdays[] = {"on Monday",   "on Tuesday", "on Wednesday",
                                          "on Thursday", "on Friday",  "on Saturday"};
constexpr std::string_view kThings[] = {"the rain coat",    "the tent",         "the rucksack",
                                        "the water bottle", "the sleeping bag", "the pair of boots"};
constexpr std::string_view kNames[] = {"Robin Example", "Sam Sample", "Alex Doe"};
constexpr std::string_view kPraise[] = {"Ordered {weekday} and worn two days later. Lovely.",
                                        "Friendly people and exactly what I was looking for.",
                                        "Everything went smoothly, thank you!",
                                        "{thing} is excellent, I use it every week.",
                                        "Great quality and a fair price.",
                                        "Fast, friendly, perfect. Thank you!",
                                        "I love {thing}, it is even better than expected.",
                                        "Very happy with my order, {thing} fits perfectly.",
                                        "Helpful advice in the store and a great selection.",
                                        "The website is clear and easy, I found {thing} at once."};
constexpr std::string_view kLate[] = {"The parcel came {days} late and nobody told me.",
                                      "Promised for delivery {weekday}, and it came {days} later.",
                                      "I had to wait far too long for the delivery.",
                                      "My delivery was late again, this time by {days}.",
                                      "Delivery took {days} longer than promised.",
                                      "The delivery is always late, I waited at home for nothing {weekday}.",
                                      "Still no parcel after {days}, the delivery is a disaster.",
                                      "The courier never came {weekday}, and the parcel was {days} late.",
                                      "{thing} arrived {days} too late for our holiday."};
constexpr std::string_view kCheckout[] = {"The app froze when I wanted to pay.",
                                          "Checkout in the app is endless, I gave up {times} times.",
                                          "Why must I type my address again at the end of the checkout?",
                                          "Paying in the app does not work, the button does nothing.",
                                          "The checkout crashed {times} times before I could pay.",
                                          "The payment page of the app is broken since the update.",
                                          "I could not finish the checkout, it lost my basket.",
                                          "Too many steps in the checkout, it is annoying."};
constexpr std::string_view kService[] = {"I explained my problem to {times} people and it is still there.",
                                         "Nobody called me back.",
                                         "The answer did not help me at all.",
                                         "I was on hold for ages and then the line went dead.",
                                         "Customer service is terrible, they never answer my mails.",
                                         "The agent was rude and did not listen.",
                                         "I asked for help {times} times and got nowhere.",
                                         "Every agent tells me something different, so frustrating."};
constexpr std::string_view kQuality[] = {"{thing} broke after {days}.",
                                         "The zip of my jacket came off after {days}, poor quality.",
                                         "{thing} leaks, I am very disappointed.",
                                         "{thing} looks cheap and smells awful.",
                                         "The seam was torn when I opened the box.",
                                         "{thing} is not waterproof at all."};
constexpr std::string_view kPrice[] = {
    "Far too expensive for what you get.", "The price went up twice this year, that is too much.",
    "Shipping costs are ridiculous.", "I saw the same thing cheaper elsewhere.", "{thing} is overpriced."};
constexpr std::string_view kReturns[] = {"My refund has not arrived after {days}.",
                                         "Returning {thing} was a nightmare.",
                                         "I sent it back {weekday} and still have no money.",
                                         "The return label did not work.", "You charge for returns, that is unfair."};
constexpr std::string_view kSwitch[] = {
    "I am going to Acme Outdoor next time.", "I cancelled my account and switched to Acme Outdoor.",
    "Acme Outdoor is cheaper and faster, so I am leaving.", "Next time I will buy somewhere else.",
    "I have moved to Sample Sports, they deliver on time."};
constexpr std::string_view kFeeling[] = {"What a wonderful surprise, it made my day!",
                                         "I feel safe in the mountains with {thing}.",
                                         "Out there with {thing} I feel free.",
                                         "My whole hiking club wears it, we feel like one family.",
                                         "Good to see that you use so little plastic, that matters to me.",
                                         "With {thing} I reached my first summit, so proud!",
                                         "So happy, my daughter cheered when she opened the box!",
                                         "At last I can relax after work, {thing} does me good."};
constexpr std::string_view kWorry[] = {
    "I am afraid that my card data are not safe with you.", "I am worried that {thing} will never arrive.",
    "It is so sad that the store in my town has closed.", "The box was dirty and full of hair, disgusting.",
    "I was scared when the rope gave way."};
constexpr std::string_view kEvening[] = {
    "Please let me choose a delivery time in the evening.", "I wish you delivered in the evening.",
    "It would be great if the parcel could come after six in the evening.", "Could you add evening delivery?",
    "An evening delivery slot would help me a lot."};
constexpr std::string_view kInstalments[] = {
    "I would love to pay in instalments.", "Please offer payment in instalments.",
    "It would be nice to pay in three instalments.", "Can you add instalments to the checkout?",
    "I wish I could spread the payment over instalments."};
constexpr std::string_view kWishlist[] = {
    "A wish list that I can share would be great.", "Please add a wish list that I can share with friends.",
    "I wish I could share my wish list.", "It would be nice to have a shared wish list for birthdays.",
    "Could you add sharing to the wish list?"};
constexpr std::string_view kDark[] = {"Please add a dark mode to the app.", "I wish the app had a dark mode.",
                                      "A dark mode would be great for my eyes.", "Could you add dark mode?",
                                      "The app needs a dark mode, it is so bright at night."};
constexpr std::string_view kPersonal[] = {"You can reach me at {mail}.", "Please call me on {phone}.",
                                          "My name is {name}, my number is {phone}.",
                                          "Write to {mail}, regards, {name}."};
constexpr std::string_view kNiceend[] = {"Keep it up!", "I will be back.", "Highly recommended.", "Well done.",
                                         "Five stars from me."};
constexpr std::string_view kBadend[] = {"This is not acceptable.", "I expect better.", "Please do something about it.",
                                        "Very disappointing.",     "I am angry.",      "Never again."};
constexpr std::string_view kHello[] = {"Good morning, how can I help you today?",
                                       "Hello, this is the service team, what can I do for you?",
                                       "Good afternoon, thank you for calling, how may I help?"};
constexpr std::string_view kSorry[] = {"I am very sorry about that. I will look it up for you right away.",
                                       "Um, let me see. I apologise, that should not have happened.",
                                       "Oh, I am sorry to hear that. Could you please give me your order number?",
                                       "My apologies, we will sort this out together."};
constexpr std::string_view kDetail[] = {"My order number is {order}.", "It is order {order}, from last week.",
                                        "One moment, here it is: {order}.",
                                        "The number is {order}, I ordered it {weekday}."};
constexpr std::string_view kFix[] = {"Thank you. I have sent a new one today, you will receive it {weekday}.",
                                     "I have refunded the costs, you will get the money within {days}.",
                                     "It is done, and I promise it will arrive {weekday}.",
                                     "I have found it. It leaves our store today and we will send you a message."};
constexpr std::string_view kThanks[] = {
    "That is great, thank you so much for your help!", "Wonderful, you have been very helpful, thanks a lot!",
    "Perfect, I am happy with that. Thank you!", "Oh good, that solves it. You are very kind."};
constexpr std::string_view kNofix[] = {"Unfortunately I cannot do anything about it from here.",
                                       "I am afraid you will have to wait for the other department.",
                                       "I am sorry, the system does not let me change that."};
constexpr std::string_view kAnger[] = {
    "That is ridiculous, I have been waiting for {days}!", "This is the worst service I have ever seen.",
    "I am really angry now, nobody helps me.", "That does not help me at all, it is terrible."};
constexpr std::string_view kManager[] = {"I want to speak to a manager.", "Get me your supervisor, please.",
                                         "Then put me through to your manager."};
constexpr std::string_view kBothello[] = {"Hello, I am the digital assistant. What is it about?",
                                          "Hi! Ask me about orders, deliveries and returns."};
constexpr std::string_view kBotanswer[] = {"Your parcel {order} is on its way and arrives {weekday}.",
                                           "You can return it within 30 days with the label in the box.",
                                           "It is in stock and can be with you {weekday}."};
constexpr std::string_view kBothand[] = {"I will hand you over to a colleague.",
                                         "One moment, a colleague will take over."};

}  // namespace

const LanguageWords kEnglish = {
    "en", " ", kDays, kWeekdays, kThings, kNames, {kPraise,   kLate,     kCheckout,  kService, kQuality, kPrice,
                                                   kReturns,  kSwitch,   kFeeling,   kWorry,   kEvening, kInstalments,
                                                   kWishlist, kDark,     kPersonal,  kNiceend, kBadend,  kHello,
                                                   kSorry,    kDetail,   kFix,       kThanks,  kNofix,   kAnger,
                                                   kManager,  kBothello, kBotanswer, kBothand}};

}  // namespace sojourn
