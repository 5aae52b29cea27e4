//! Many connections at once, and badly behaved ones.

use super::*;

#[test]
fn a_hundred_connections_are_served_at_once() {
    run(async || {
        let bench = Bench::start();
        let mut peers = Vec::new();
        for _ in 0..100 {
            peers.push(bench.peer().await);
        }
        for peer in &mut peers {
            assert!(
                peer.ask("{\"do\":\"subscribe\"}")
                    .await
                    .starts_with("{\"ok\"")
            );
        }
        bench.publisher.publish(&status(5));
        for peer in &mut peers {
            assert!(peer.line().await.unwrap().starts_with("{\"changed\""));
        }
    });
}

#[test]
fn who_never_asks_for_anything_makes_room_for_who_does() {
    run(async || {
        let mut bench = Bench::start();
        let mut player = bench.peer().await;
        let report = "{\"do\":\"break-progress\",\"guided_ms\":10}";
        player.ask(report).await;
        let mut listener = bench.peer().await;
        listener.ask("{\"do\":\"subscribe\"}").await;
        let mut window = bench.peer().await;
        window.ask("{\"do\":\"sit\"}").await;
        // Far more than there is room for, all of them silent.
        let mut idle = Vec::new();
        for _ in 0..2 * MOST_CONNECTIONS {
            idle.push(bench.peer().await);
        }
        let done = "{\"ok\":\"done\"}\n";
        assert_eq!(bench.peer().await.ask("{\"do\":\"skip\"}").await, done);
        assert_eq!(window.ask("{\"do\":\"sit\"}").await, done);
        assert_eq!(player.ask(report).await, done);
        bench.publisher.publish(&status(500));
        assert!(listener.line().await.unwrap().starts_with("{\"changed\""));
        assert!(bench.gone.try_recv().is_err(), "the break goes on");
        assert_eq!(idle[0].line().await, None, "the first one had to go");
        let last = idle.last_mut().unwrap();
        assert_eq!(last.ask("{\"do\":\"sit\"}").await, done);
    });
}

#[test]
fn a_subscriber_that_does_not_read_delays_nobody_and_is_given_the_newest_when_it_does() {
    run(async || {
        let bench = Bench::start();
        let mut deaf = bench.peer().await;
        deaf.send("{\"do\":\"subscribe\"}\n").await;
        let mut keen = bench.peer().await;
        keen.ask("{\"do\":\"subscribe\"}").await;
        while bench.publisher.subscribers() < 2 {
            tokio::task::yield_now().await;
        }
        let minutes = |count: u64| count * 60 + 1;
        for count in 1..=5000 {
            bench.publisher.publish(&status(minutes(count)));
            let line = keen.line().await.unwrap();
            assert!(line.contains(&format!("\"sitting_seconds\":{},", minutes(count))));
        }
        assert_eq!(bench.publisher.subscribers(), 2);
        let newest = format!("\"sitting_seconds\":{},", minutes(5000));
        let mut read = 0;
        loop {
            read += 1;
            // Every line is whole, whatever was dropped in between.
            let line = deaf.line().await.unwrap();
            assert!(serde_json::from_str::<Reply>(&line).is_ok(), "{line}");
            if line.contains(&newest) {
                break;
            }
        }
        assert!(read < 2000, "{read}");
        assert_eq!(deaf.ask("{\"do\":\"sit\"}").await, "{\"ok\":\"done\"}\n");
    });
}

#[test]
fn a_break_is_lost_when_its_connection_ends() {
    run(async || {
        let mut bench = Bench::start();
        let report = "{\"do\":\"break-progress\",\"guided_ms\":10}";
        let mut idle = bench.peer().await;
        idle.ask("{\"do\":\"status\"}").await;
        drop(idle);
        let mut through = bench.peer().await;
        through.ask(report).await;
        through
            .ask("{\"do\":\"break-end\",\"finished\":true,\"guided_ms\":9}")
            .await;
        drop(through);
        let mut dying = bench.peer().await;
        dying.ask(report).await;
        drop(dying);
        assert_eq!(bench.gone.recv().await, Some(ConnectionId(3)));
        bench.peer().await;
        assert!(bench.gone.try_recv().is_err(), "and only that one");
    });
}
