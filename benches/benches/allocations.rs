//! Allocations and their bytes, counted by an allocator: for that a program of its own, as the
//! counting would be counted by callgrind and the clock.

use allocation_counter::measure;
use clap::Parser;
use cors_benches::{
    Choice, Record,
    measure::{counted_call, warm_up},
    report::record::print,
};

fn main() {
    let choice = Choice::parse();
    for application in choice.applications() {
        let Some(mut subject) = application.subject() else {
            continue;
        };
        for &case in choice.cases(application.policy) {
            let request = warm_up(&mut *subject, case, application.policy);
            subject.prepare(&request);
            let info = measure(|| {
                counted_call(&mut *subject);
            });
            print(&Record {
                allocations: Some(info.count_total.cast_signed()),
                bytes: Some(info.bytes_total.cast_signed()),
                ..Record::of(application, case)
            });
        }
    }
}
