//! The parts of the WASM that the browser fetches when somebody goes there, and the pages in each.
//!
//! Pages of one part have most of their code in common and are used one after the other. A part of its own for each page
//! would cost more than it saves: what any two of them share becomes a file, and a first visit fetched more than sixty.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use crate::pages;

/// A part with its pages: each becomes a [`LazyRoute`] that fetches the part.
macro_rules! part {
    ($part:ident: $($page:ident = $module:ident),+) => {
        mod $part {
            use super::*;

            /// A number, because it passes from one WASM module to another.
            #[repr(u8)]
            #[allow(clippy::enum_variant_names, reason = "the pages of a part may well be of one family")]
            enum Page {
                $($page),+
            }

            #[lazy($part)]
            fn view(page: Page) -> AnyView {
                match page {
                    $(Page::$page => pages::$module::view()),+
                }
            }

            $(
                #[doc = concat!("The page of `pages::", stringify!($module), "`.")]
                pub struct $page;

                impl LazyRoute for $page {
                    // Whatever this names would stay in the first page's WASM.
                    fn data() -> Self {
                        Self
                    }

                    async fn view(_this: Self) -> AnyView {
                        view(Page::$page).await
                    }

                    async fn preload() {
                        #[cfg(target_arch = "wasm32")]
                        __preload_view().await;
                    }
                }
            )+
        }

        pub use self::$part::{$($page),+};
    };
}

part!(account: SecondStep = second_step, PasswordReset = reset_password, Account = account, Apply = apply, Invitation = invitation, CaregiverLink = caregiver, MyRecords = my_records, MyAccess = my_access, MyCaregivers = my_caregivers);
part!(lists: Patients = patients, Visits = visits, Prescriptions = prescriptions, Documents = documents);
// Emergency access leads to a chart; among the lists it would weigh on the dashboard.
part!(chart: Chart = chart, BreakGlass = break_glass, Colleagues = colleagues);
part!(administration: AdminProviders = admin_providers, AdminAccounts = admin_accounts, AdminSecurity = admin_security);
